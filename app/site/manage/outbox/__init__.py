"""Mail of one's cohorts, or of the installation: what became of it."""
