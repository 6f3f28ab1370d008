"""Questions and answers about a unit, by the people of a cohort."""
