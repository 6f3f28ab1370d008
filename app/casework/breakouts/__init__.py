"""Groups that people of a session talk in."""
