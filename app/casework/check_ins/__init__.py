"""Learners who say by a code that they are there; beside each, whoever strikes or adds one."""
