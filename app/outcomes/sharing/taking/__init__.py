"""A project's answers that come in by a file, each where nothing is here, and go back with it."""
