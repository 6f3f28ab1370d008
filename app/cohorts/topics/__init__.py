"""What the sessions of a cohort are about: the topic of each, and who speaks."""
