"""One week of a reader: what goes together, and what goes at all."""
