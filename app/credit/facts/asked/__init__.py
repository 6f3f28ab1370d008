"""Which evaluations somebody was asked for and has done, and of whom that is told."""
