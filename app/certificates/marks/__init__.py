"""What rests on marks of attendance: here, since only certificates know all of it."""
