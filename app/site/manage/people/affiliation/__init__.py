"""A person's institution and profession."""
