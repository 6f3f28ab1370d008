"""The credit of a cohort: its activity, and what goes to accreditors."""
