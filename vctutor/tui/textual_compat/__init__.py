"""Every private or semantic dependence on Textual's and Rich's internals, and nothing else."""
