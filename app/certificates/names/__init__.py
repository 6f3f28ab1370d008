"""Names to check before they are printed, and who confirmed them."""
