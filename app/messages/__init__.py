"""Mail composition and calendar files."""
