"""Sessions that people of other cohorts came to, to make up one of theirs."""
