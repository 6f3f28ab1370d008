"""Credit systems that are not offered for new designations any more."""
