"""The answers of a study, as files that leave the house."""
