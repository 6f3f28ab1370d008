"""Reporting physicians and their credit to PARS, with their permission."""
