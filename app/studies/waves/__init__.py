"""The waves of a project: when whom is asked what, and how they stand to it."""
