"""Makes PDFs in child processes: what certificates and booklets have in common."""
