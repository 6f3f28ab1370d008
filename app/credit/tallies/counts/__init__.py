"""Ledgers as counts: what completion depends on, for everybody and at many moments."""
