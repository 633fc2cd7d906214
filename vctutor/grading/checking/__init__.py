"""Finding the mistakes in answer keys, for ``vctutor check``."""
