"""What learners are told of financial relationships, before units open for them."""
