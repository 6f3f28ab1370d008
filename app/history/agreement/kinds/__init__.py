"""What a kind of records is compared by."""
