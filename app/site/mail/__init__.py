"""Mail: what its links do."""
