"""The pages of anybody who is not signed in, and the addresses for machines."""
