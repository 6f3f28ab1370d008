"""For how long records are kept, what is due for deletion, and what is held."""
