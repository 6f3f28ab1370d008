"""Excuses asked for before a session: facts of their own beside the mark that follows later."""
