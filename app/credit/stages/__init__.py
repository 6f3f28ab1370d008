"""How far somebody is on the way to completing a cohort, in one word, at any moment."""
