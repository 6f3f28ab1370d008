"""What a field's annotation says of the question that it was made from.

REDCap keeps annotations and shows them to nobody who answers. So what a dictionary has no column
for comes back with it: the question's code where the field had to be called otherwise, which time
is asked about, whether a high point means little. An action tag before it limits the characters.
"""

import re
from dataclasses import dataclass
from typing import get_args

from app.packs.instruments.schema import ItemKind, Perspective

_WRITTEN = re.compile(
    r"(?:@CHARLIMIT=(?P<most>\d{1,6}) )?"
    r"waypost:(?P<instrument>[a-z0-9-]+)/(?P<code>[a-z][a-z0-9_]*) "
    r"kind=(?P<kind>[a-z]+) perspective=(?P<perspective>[a-z]+)"
    r"(?: scale=(?P<scale>[a-z][a-z0-9_]*))?"
    r"(?P<reversed> reversed)?(?P<required> required)?(?P<na> na)?",
    re.ASCII,
)


@dataclass(frozen=True)
class Origin:
    """The question of ours that a field was made from."""

    instrument: str
    """The key of its instrument."""
    code: str
    kind: ItemKind
    perspective: Perspective = "now"
    scale: str = ""
    reversed: bool = False
    required: bool = False
    """Stated apart, since REDCap cannot require an answer where several can be chosen."""
    na: bool = False
    """Whether it can be answered that it does not apply."""
    most: int | None = None
    """Of a text: how many characters it has at most."""


def annotation(origin: Origin) -> str:
    """What stands in the field's annotation."""
    words = [f"@CHARLIMIT={origin.most}"] if origin.most else []
    words += [
        f"waypost:{origin.instrument}/{origin.code}",
        f"kind={origin.kind}",
        f"perspective={origin.perspective}",
    ]
    words += [f"scale={origin.scale}"] if origin.scale else []
    flags = {"reversed": origin.reversed, "required": origin.required, "na": origin.na}
    return " ".join([*words, *(name for name, is_so in flags.items() if is_so)])


def origin_in(annotation: str) -> Origin | None:
    """The question that an annotation names; None where somebody else wrote it."""
    found = _WRITTEN.fullmatch(annotation)
    if found is None:
        return None
    kind, perspective = found["kind"], found["perspective"]
    if kind not in get_args(ItemKind) or perspective not in get_args(Perspective):
        return None
    return Origin(
        instrument=found["instrument"],
        code=found["code"],
        kind=kind,  # type: ignore[arg-type]
        perspective=perspective,  # type: ignore[arg-type]
        scale=found["scale"] or "",
        reversed=bool(found["reversed"]),
        required=bool(found["required"]),
        na=bool(found["na"]),
        most=int(found["most"]) if found["most"] else None,
    )
