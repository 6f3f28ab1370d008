"""What every column of a file of answers means; pure."""
