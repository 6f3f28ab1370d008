"""Reports of mail that came back (RFC 3464) or was complained of (RFC 5965)."""
