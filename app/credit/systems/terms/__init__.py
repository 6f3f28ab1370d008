"""What is entered of a credit system, and entering it."""
