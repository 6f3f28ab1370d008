"""The library: the packs of programs, seen, compared, previewed, exported and imported."""
