"""A file from REDCap beside a study: whether it fits, how it differs, what of it can come in."""
