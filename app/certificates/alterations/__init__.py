"""What is stored of a certificate was found to be other than what was issued."""
