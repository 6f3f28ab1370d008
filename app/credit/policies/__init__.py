"""The versions of a cohort's policy, and what another one changes for its people."""
