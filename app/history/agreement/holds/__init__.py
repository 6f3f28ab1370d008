"""Comparing how long records are kept, and what is held, with the lines that tell of it."""
