"""What goes of disclosures with a draft."""
