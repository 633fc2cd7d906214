"""What ``vctutor doctor`` looks at: the terminal, the store, the program. It changes nothing."""
