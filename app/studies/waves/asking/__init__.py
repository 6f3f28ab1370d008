"""Who is asked now in a wave, and who is reminded."""
