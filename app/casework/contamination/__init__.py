"""That somebody was at a live session though the arm of a trial leaves them none."""
