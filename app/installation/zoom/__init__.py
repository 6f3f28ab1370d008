"""Whether Zoom is set up, and whether anything comes from it."""
