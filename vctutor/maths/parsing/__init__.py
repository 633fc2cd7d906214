"""Reading expressions: tokens, and a Pratt parser over them."""
