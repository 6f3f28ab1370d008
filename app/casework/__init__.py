"""What happens in a case session: attendance and its history."""
