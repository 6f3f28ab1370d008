"""The code that a session shows: it is computed, and kept nowhere."""
