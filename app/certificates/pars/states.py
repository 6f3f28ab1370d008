"""The states and territories that license physicians, by the full name that PARS asks for."""

from pathlib import Path

STATES = tuple((Path(__file__).parent / "states.txt").read_text(encoding="utf-8").splitlines())
"""States and territories together."""
