"""Whether disclosures are needed in an activity."""
