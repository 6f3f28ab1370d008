"""Of which cohorts the records were deleted, for whatever counts over cohorts."""
