"""Sessions in people's own calendars: by a private address, as a file, and by invitation."""
