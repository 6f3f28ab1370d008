"""The analysis of a project: what its people answered over its waves, in numbers."""
