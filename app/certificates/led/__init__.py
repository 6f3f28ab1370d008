"""The sessions that somebody led, as certificates of teaching say them."""
