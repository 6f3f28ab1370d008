"""Approvals with all that follows from them, also for disclosures."""
