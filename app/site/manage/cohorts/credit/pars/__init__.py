"""Reporting a cohort to PARS."""
