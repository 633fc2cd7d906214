"""One judge for each kind of answer, and the registry that finds it."""
