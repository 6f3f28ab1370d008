"""Who is certified for more than their records say now."""
