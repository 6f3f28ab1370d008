"""What somebody sent, as it is scored."""
