"""What of a cohort is due with it, table by table."""
