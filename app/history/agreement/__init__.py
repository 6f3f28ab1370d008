"""Whether records are as they were when their lines in the history were written."""
