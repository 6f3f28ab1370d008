"""People as far as a role over cohorts reaches them."""
