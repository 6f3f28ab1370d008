"""An officer's desk: what waits for them, and the activities of their providers."""
