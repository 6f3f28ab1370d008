"""Files of a study's answers from the click to the download: made by the worker, kept for days."""
