"""Who controls the content of an activity, and how far the disclosures of each are."""
