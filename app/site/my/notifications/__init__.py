"""Which mail somebody gets, and when."""
