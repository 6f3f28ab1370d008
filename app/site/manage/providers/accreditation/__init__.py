"""Entering what an accreditor said of a provider."""
