"""Whose the stays of a file are: by address, by what was remembered, by name; never by a guess."""
