"""Organizations that accredit activities, and over which CME officers are appointed."""
