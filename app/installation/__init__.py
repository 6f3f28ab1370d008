"""Whether the installation is healthy."""
