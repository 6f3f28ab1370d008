"""What the records of a program say, read for its report to leaders."""
