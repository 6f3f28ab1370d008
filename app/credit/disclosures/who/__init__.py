"""Who controls the content of an activity: by what they are in its cohort, or by name."""
