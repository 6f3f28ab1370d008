"""Why an announced deletion was called off."""

from enum import StrEnum


class Cause(StrEnum):
    """What called a deletion off."""

    ASKED = "asked"
    """Somebody did, on the page."""
    HELD = "held"
    """The records were held."""
    POLICY = "policy"
    """A longer policy was set, by which they are not due any more."""
