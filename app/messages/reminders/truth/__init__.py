"""Whether what a reminder says is so."""
