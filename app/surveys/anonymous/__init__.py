"""Anonymous answers: in no order, by fives, and unreadable in the database while they wait."""
