"""Asking for a code, after a mailed link or before what cannot be taken back."""

from dataclasses import dataclass

from app.web.forms import FormState


@dataclass(frozen=True)
class SecondStepPage:
    """One field, and what to do without the phone."""

    form: FormState
    again: bool
    """Whether the session had proven it before, and too long ago."""
