"""The terminal: taken, read, written to, watched, and given back whatever ends the program."""
