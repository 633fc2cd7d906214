"""The terminal: it is taken over, read and written, and given back whatever ends the program."""
