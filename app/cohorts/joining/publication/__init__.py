"""What people are told when a cohort is published in which they have a place already."""
