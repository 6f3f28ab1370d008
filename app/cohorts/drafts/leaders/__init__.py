"""Who facilitates a draft, and who leads its sessions."""
