"""The evaluations that a cohort's policy asks for: put when they are due, to everybody in it."""
