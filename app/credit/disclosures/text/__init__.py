"""What learners are told of disclosures."""
