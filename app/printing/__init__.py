"""Makes PDFs in child processes: what certificates and readers have in common."""
