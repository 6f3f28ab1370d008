"""Accredited activities over all cohorts: the counts of a year."""
