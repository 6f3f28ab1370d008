"""Waves whose time has begun or is over in a cohort before anything is saved."""
