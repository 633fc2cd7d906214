"""From LaTeX to the tree of a formula, and what is wrong with LaTeX that is none."""
