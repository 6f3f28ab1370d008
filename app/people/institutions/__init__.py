"""Partner institutions: their names, mail domains, whether they take part, which are the same."""
