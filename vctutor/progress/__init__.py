"""The reader's progress: an append-only record of what happened, and views folded from it."""
