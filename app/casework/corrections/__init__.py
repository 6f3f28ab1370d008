"""One correction of marks over several sessions, of one person or several, for one reason."""
