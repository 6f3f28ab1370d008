"""Reads modules/ and cases/ into versioned, immutable rows."""
