"""The reminders of a cohort: their rules, whom they reach, and changing them."""
