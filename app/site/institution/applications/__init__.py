"""Applications of a lead's own people."""
