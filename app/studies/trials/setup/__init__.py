"""What a trial is set up as, until its list is sealed."""
