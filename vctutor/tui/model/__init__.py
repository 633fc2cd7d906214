"""What the application shows, as plain values: no Textual here."""
