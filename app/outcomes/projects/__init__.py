"""A project's answers as they are analyzed."""
