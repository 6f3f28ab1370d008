"""Files of people that were sent and wait for somebody to apply them."""
