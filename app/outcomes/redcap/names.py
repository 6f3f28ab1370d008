"""What forms and fields are called: by our codes wherever REDCap's rules let them.

A name begins with a letter, has two to 26 small letters, digits and single underscores, and is
one field's in the whole project. Two instruments may ask by the same codes, so the later one's
field has a number behind it; so does a name that REDCap has a use of its own for.
"""

import re
from collections.abc import Iterator, Set
from itertools import count

from app.packs.instruments.names import LONGEST

_SEVERAL = re.compile(r"_{2,}")
SYSTEM = frozenset(
    {
        "record_id",
        "redcap_event_name",
        "redcap_repeat_instrument",
        "redcap_repeat_instance",
        "redcap_data_access_group",
        "redcap_survey_identifier",
    }
)
"""Columns that every project has, or can have."""


def form_name(key: str) -> str:
    """What the form of an instrument is called, by the instrument's key."""
    name = key.replace("-", "_")
    return name if name[:1].isalpha() and len(name) > 1 else f"form_{name}"


def columns_of_form(form: str) -> frozenset[str]:
    """The columns that a form itself has in a file of records."""
    return frozenset({f"{form}_timestamp", f"{form}_complete"})


def field_name(wanted: str, taken: Set[str]) -> str:
    """A name for a field, as near to what it is called here as can be."""
    base = _SEVERAL.sub("_", wanted).strip("_")
    return next(name for name in _candidates(base) if len(name) > 1 and name not in taken)


def _candidates(base: str) -> Iterator[str]:
    yield base[:LONGEST]
    for number in count(2):
        ending = f"_{number}"
        yield f"{base[: LONGEST - len(ending)].strip('_')}{ending}"
