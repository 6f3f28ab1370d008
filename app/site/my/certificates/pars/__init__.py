"""Taking back that one's credit is reported, also in a cohort that one has left."""
