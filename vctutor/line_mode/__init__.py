"""Questions asked and answered line by line, without a screen. Pure: what is said and heard is handed in."""
