"""Making a project, and changing it as long as nobody has relied on it."""
