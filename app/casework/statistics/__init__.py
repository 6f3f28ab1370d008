"""How many came to the sessions of a cohort, and who."""
