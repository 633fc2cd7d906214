"""Questions asked and answered line by line. Pure: the terminal and the store are handed in."""
