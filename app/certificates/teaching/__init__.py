"""Certificates of teaching: what somebody who led sessions of a cohort gets."""
