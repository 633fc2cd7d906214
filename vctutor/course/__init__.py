"""Course files: bounded reading of YAML into a frozen model."""
