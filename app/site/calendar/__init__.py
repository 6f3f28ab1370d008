"""What calendar programs ask for, by a private address."""
