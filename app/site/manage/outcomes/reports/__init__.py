"""Reports to leaders that were ordered."""
