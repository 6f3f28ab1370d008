"""Make-ups that learners ask for: a way that is chosen, what was done, and what became of it."""
