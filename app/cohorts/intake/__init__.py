"""People by file: a table is read, a plan is made of it, and the plan is applied or undone."""
