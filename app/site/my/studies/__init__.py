"""The studies that somebody is asked to take part in."""
