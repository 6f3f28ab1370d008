"""The units of a cohort as its program's current texts and its days have them."""
