"""What is changed under certificates after their issue: flagged, looked at, and settled."""
