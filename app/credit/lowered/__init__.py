"""Claims that are above what is earned now, since what is designated was changed after them."""
