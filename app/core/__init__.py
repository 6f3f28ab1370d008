"""Knows no domain: clock, database, ids, errors, audit, outbox, jobs."""
