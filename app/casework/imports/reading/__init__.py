"""From the bytes of a file to stretches of time, each with a name: nothing here knows anybody."""
