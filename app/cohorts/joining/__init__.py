"""Coming into a cohort as people meet it: its public page, and the letter that each step brings."""
