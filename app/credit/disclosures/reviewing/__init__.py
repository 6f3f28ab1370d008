"""Reviews of disclosures, and the decision whether any are needed."""
