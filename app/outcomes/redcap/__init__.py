"""REDCap's files of a longitudinal project, out and in, as bytes; pure.

Four files make a project: the data dictionary, arms, events, and which form is asked at which
event; a fifth holds the records. What was written here and is read again is the same, and written
again the same bytes. What REDCap wants is said where it is kept: field types in `fields.py`, names
in `names.py`, events in `design.py`, columns of records in `columns.py`.
"""
