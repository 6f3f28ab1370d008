"""Surveys about live sessions, which are not for people whose arm of a trial has none."""
