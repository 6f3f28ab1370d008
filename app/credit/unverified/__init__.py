"""Whose profession somebody has to verify before they claim the credit of it."""
