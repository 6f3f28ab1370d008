"""Who was in a meeting, by Zoom: what it tells while people come and go, and its own list."""
