"""A tutor in the terminal for the calculus behind machine learning.

What each package holds, which may import which, and how a key travels through them is in .github/CONTRIBUTING.md of the
repository.
"""

__version__ = "0.1.0"
