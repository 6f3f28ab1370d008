"""What an installation needs before its first cohort, as facts."""
