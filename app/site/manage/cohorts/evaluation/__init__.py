"""What a cohort is asked, how many have answered, and what they said."""
