"""People, institutions, role grants, sign-in, web sessions."""
