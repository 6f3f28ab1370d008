"""Letters about live sessions, to people whose arm of a trial has none by the time they leave."""
