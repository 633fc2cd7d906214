"""The two-dimensional form of a formula."""
