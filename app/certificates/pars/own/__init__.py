"""What one person allows to be reported, in all of their cohorts."""
