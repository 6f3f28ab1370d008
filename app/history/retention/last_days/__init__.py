"""When anything of credit happened last in a cohort, or still could have."""
