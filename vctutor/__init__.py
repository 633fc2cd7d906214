"""A tutor in the terminal for the calculus behind machine learning."""

__version__ = "0.1.0"
