"""What Zoom sends by itself."""
