"""Colours: themes, and the styles that roles get in them."""
