"""All that somebody was awarded, on one signed list that they ask for themselves."""
