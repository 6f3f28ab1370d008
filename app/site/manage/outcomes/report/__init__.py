"""A report to leaders, before it is ordered."""
