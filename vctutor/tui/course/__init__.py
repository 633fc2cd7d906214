"""The course screen: one controller for each thing it does."""
