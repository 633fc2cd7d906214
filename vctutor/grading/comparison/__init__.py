"""Whether two expressions are equal, and whether one has the form that was asked for."""
