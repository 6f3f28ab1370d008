"""Who leads sessions of a cohort, as far as records hang on it."""
