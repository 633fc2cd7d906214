"""The examinations of ``vctutor doctor``: terminal, store and installation. They change nothing."""
