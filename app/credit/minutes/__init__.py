"""The minutes that each unit earns."""
