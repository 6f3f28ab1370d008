"""Who took part in a trial, from the first invitation to the analysis (CONSORT), by the records."""
