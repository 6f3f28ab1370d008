"""Invented people and institutions that make the product understandable in a minute.

Everything is relative to the day it is made: one cohort half a year back, one in its fifth unit,
one that is still to come.
"""
