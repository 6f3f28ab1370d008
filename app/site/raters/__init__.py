"""Where a mentee says yes or no, by the link of a letter."""
