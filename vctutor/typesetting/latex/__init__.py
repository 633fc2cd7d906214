"""LaTeX: parsing to the tree of a formula, limits and error reports."""
