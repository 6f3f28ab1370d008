"""What people have to do with sessions that make one of theirs up."""
