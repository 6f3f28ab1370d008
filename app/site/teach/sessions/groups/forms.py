"""What facilitators send to make groups: the size, who, wishes of two people; and a move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BeforeValidator, Field
from starlette.datastructures import FormData

from app.casework.breakouts.enums import Among, Wish
from app.casework.breakouts.queries import Grouped
from app.casework.breakouts.rules import LEAST, MOST, MOST_SEEDS, MOST_WISHES, USUAL_SIZE, Wished
from app.language import Text, _
from app.language.words import normalize_for_search
from app.web.forms import Form, FormInvalidError, parse, typed

Called = Annotated[str, Field(max_length=200)]
NOT_KNOWN = _("Nobody here has this name. Choose one from the list.")
BOTH = _("Name two people.")
NOT_ONESELF = _("Name two different people.")


class MakeForm(Form):
    """How groups are to be made; a wish is a row of three fields."""

    names: ClassVar = {"size": _("People in a group, at most"), "seed": _("Number of the draw")}

    size: Annotated[int, Field(ge=LEAST, le=MOST)] = USUAL_SIZE
    seed: Annotated[int | None, BeforeValidator(lambda sent: sent or None)] = Field(
        default=None, ge=1, lt=MOST_SEEDS
    )
    """Empty: another one by chance."""
    among: Among | None = None
    """Empty: who is usual, by who is here."""
    wish: list[Wish] = Field(default=[], max_length=MOST_WISHES)
    one: list[Called] = Field(default=[], max_length=MOST_WISHES)
    other: list[Called] = Field(default=[], max_length=MOST_WISHES)


class MoveForm(Form):
    """Who is to be in which group, and which making of them the page showed."""

    person: UUID
    number: Annotated[int, Field(ge=1, le=10_000)]
    seen: Annotated[int, Field(ge=1, le=1_000_000)]


@dataclass(frozen=True)
class WishRow:
    """A wish as it is typed."""

    number: int
    wish: str = Wish.APART
    one: str = ""
    other: str = ""


def labels(people: Sequence[Grouped]) -> dict[UUID, str]:
    """What everybody is called in a list to choose from: each otherwise.

    The institution stands beside a name, and a number beside that where two are the same.
    """
    taken: dict[str, int] = {}
    found = {}
    for person in people:
        label = f"{person.listed} ({person.site})"
        taken[label] = taken.get(label, 0) + 1
        found[person.enrollment_id] = label if taken[label] == 1 else f"{label} {taken[label]}"
    return found


def parse_make(submitted: FormData, people: Sequence[Grouped]) -> tuple[MakeForm, Sequence[Wished]]:
    """How groups are to be made; raises `FormInvalidError` with a sentence at each row."""
    form = parse(MakeForm, submitted)
    by_label = {normalize_for_search(label): key for key, label in labels(people).items()}
    wishes, errors = [], dict[str, Text]()
    for row in rows_of(submitted):
        found = _ids(row, by_label, errors)
        if found is not None:
            wishes.append(Wished(Wish(row.wish), *found))
    if errors:
        raise FormInvalidError(errors, typed(submitted))
    return form, wishes


def rows_of(submitted: FormData) -> list[WishRow]:
    """The wishes as they were typed; rows in which nothing was are none."""
    fields = [
        [value for value in submitted.getlist(name) if isinstance(value, str)]
        for name in ("wish", "one", "other")
    ]
    rows = [WishRow(number, *cells) for number, cells in enumerate(zip(*fields, strict=False), 1)]
    return [row for row in rows if row.one.strip() or row.other.strip()]


def _ids(
    row: WishRow, by_label: Mapping[str, UUID], errors: dict[str, Text]
) -> tuple[UUID, UUID] | None:
    found = []
    for name, text in (("one", row.one), ("other", row.other)):
        key = by_label.get(normalize_for_search(text))
        if key is None:
            errors[f"{name}-{row.number}"] = NOT_KNOWN if text.strip() else BOTH
        else:
            found.append(key)
    if len(found) == 2 and found[0] == found[1]:
        errors[f"other-{row.number}"] = NOT_ONESELF
    return (found[0], found[1]) if len(found) == 2 else None
