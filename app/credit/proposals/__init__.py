"""What a coordinator asks a provider's officers to approve, and what they said."""
