"""Answers to make-ups that learners submitted."""
