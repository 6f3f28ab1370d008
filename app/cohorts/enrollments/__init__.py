"""A person's place in a cohort, from the application on: events, and what holds by them."""
