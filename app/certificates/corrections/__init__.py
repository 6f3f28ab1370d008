"""Correcting what was issued: revoking it, and issuing it anew in the place of what there was."""
