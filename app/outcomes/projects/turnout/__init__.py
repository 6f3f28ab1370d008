"""How many people of a study agreed, and answered each wave, as far as it is told."""
