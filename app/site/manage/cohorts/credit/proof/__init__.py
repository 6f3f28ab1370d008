"""The proof of an activity: the certificates that it would give."""
