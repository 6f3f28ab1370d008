"""Reminders: rules of a cohort that say when somebody is written to about what is true of them."""
