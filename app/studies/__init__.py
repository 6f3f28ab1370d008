"""Projects that study what a program changes: consent, waves, raters, trials."""
