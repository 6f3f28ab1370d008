"""Since when everything of an activity is designated."""
