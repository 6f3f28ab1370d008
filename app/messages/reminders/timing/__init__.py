"""When reminders go: the moments of a rule, on the reader’s clock."""
