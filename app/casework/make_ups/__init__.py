"""Make-ups: facts beside an absence, not statuses that overwrite it."""
