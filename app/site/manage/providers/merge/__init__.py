"""Making one provider of two."""
