"""What certificates of teaching are made from."""
