"""A coordinator puts a survey to a cohort, and reminds those who have not answered."""
