"""What a trial may tell of groups of its people."""
