"""How many seats a cohort has, as a whole and at most for people of one institution."""
