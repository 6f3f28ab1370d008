"""In what credit is claimed: systems, and what an activity is designated for."""
