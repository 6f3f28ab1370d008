"""What people tell of themselves to the other people of their cohorts, each part by own choice."""
