"""Files that were sent, until somebody decides about them."""
