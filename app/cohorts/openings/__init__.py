"""Units that are opened early for one person."""
