"""The addresses of a person."""
