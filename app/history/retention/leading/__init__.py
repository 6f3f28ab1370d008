"""To which cohorts transfers lead from one: what was done in it counts there."""
