"""Who is asked for their disclosure, and who is reminded."""
