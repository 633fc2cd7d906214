"""The mathematics: expressions, and four ways to differentiate them. Needs numpy and nothing else."""
