"""Whether the retention period of any records is over."""
