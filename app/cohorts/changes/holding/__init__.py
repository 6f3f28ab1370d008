"""Whether a session that began was held at all."""
