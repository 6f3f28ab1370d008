"""Trials: a sealed list of arms, for whom each place of it was drawn, and what became of them."""
