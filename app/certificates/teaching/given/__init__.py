"""The certificates of teaching that somebody was given, over all cohorts."""
