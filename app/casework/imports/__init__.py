"""Who was in a meeting, by the file that its program saved: read, matched, looked at, applied."""
