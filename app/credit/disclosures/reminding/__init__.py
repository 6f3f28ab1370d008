"""Who is reminded of their disclosure."""
