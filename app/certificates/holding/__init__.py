"""Sessions that were not held, with the certificates that rest on their marks."""
