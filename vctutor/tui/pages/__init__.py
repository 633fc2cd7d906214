"""The pages that lie over the course screen."""
