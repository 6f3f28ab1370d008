"""Extensions, disclosures and what was decided of them, beside their lines."""
