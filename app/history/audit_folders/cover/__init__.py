"""The cover of an audit folder: what is in it, what is not, and the totals."""
