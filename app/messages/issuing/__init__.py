"""The letter about certificates that are not issued yet."""
