"""Who agreed to take part in a project, to which text, and how far."""
