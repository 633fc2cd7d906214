"""Screens: the course, and the pages that lie over it."""
