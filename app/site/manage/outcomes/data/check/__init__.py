"""A file from REDCap beside a study: whether it fits, and how it differs; nothing is kept."""
