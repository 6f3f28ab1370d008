"""More time to claim, or an exemption from what comes first, for one person."""
