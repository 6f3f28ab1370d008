"""Sessions that were made up."""
