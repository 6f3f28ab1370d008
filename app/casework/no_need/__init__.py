"""What needs no answer, since the session that somebody asked about is not missed."""
