"""Recordings of sessions: where they are, who may watch them, and until when."""
