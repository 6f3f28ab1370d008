"""Everything that a role can be given over, by name."""
