"""What a coordinator or an institution's lead writes to people of a cohort."""
