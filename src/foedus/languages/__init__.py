"""Words and weights: one folder a language, and the loaders of its tables."""
