"""The people of a cohort as the planner of reminders sees them."""
