"""A cohort's sessions on the clocks of everybody who takes part."""
