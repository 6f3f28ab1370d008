"""Whether records are due for deletion."""
