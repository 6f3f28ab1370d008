"""A project's answers as files that leave the house."""
