"""The strata of a list, and where somebody belongs."""
