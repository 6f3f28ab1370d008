"""What people were reminded of, and by which letters."""
