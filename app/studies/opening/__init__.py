"""Since when a study is shown to the people whom it asks."""
