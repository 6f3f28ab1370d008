"""Cohorts that are being prepared: set up in four pages, rehearsed, published or thrown away."""
