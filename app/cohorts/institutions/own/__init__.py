"""An institution's own people, and the cohorts that they are in."""
