"""Of whom a disclosure is missing, told in one statement for any number of cohorts."""
