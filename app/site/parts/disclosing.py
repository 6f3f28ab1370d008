"""A disclosure as a form: rows of relationships, or that there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Annotated, ClassVar, Literal

from pydantic import Field
from starlette.datastructures import FormData

from app.credit.disclosures.enums import ControllerState, Nature
from app.credit.disclosures.rules import Entered, Given, Relationship
from app.credit.disclosures.signing.rules import MOST_RELATIONSHIPS, STATEMENT
from app.language import Text, _, pgettext
from app.web.forms import Form, FormState
from app.web.parts import Badge, Option

STATES: Mapping[ControllerState, Badge] = {
    ControllerState.WAITING: Badge(pgettext("of a disclosure", "Not given"), "warm"),
    ControllerState.EXPIRED: Badge(pgettext("of a disclosure", "Expired"), "warm"),
    ControllerState.TO_REVIEW: Badge(_("To be reviewed"), "accent"),
    ControllerState.CLEARED: Badge(pgettext("of a disclosure", "Cleared"), "good"),
    ControllerState.LEFT_OUT: Badge(_("Controls no content"), "neutral"),
}
AT_FIRST = 3
Company = Annotated[str, Field(max_length=200)]
NOW, ENDED = "now", "ended"


class DisclosureForm(Form):
    """What somebody states; the lists have one entry for each row, in order."""

    asked_for: ClassVar = {"typed_name": _("Type your name to sign.")}

    company: list[Company] = Field(default_factory=list)
    nature: list[str] = Field(default_factory=list)
    status: list[Literal["now", "ended"]] = Field(default_factory=list)
    none: bool = False
    typed_name: Annotated[str, Field(min_length=1, max_length=120)]
    do: Literal["sign"] = "sign"

    @property
    def entered(self) -> list[Entered]:
        """The rows in which there is something."""
        rows = zip_longest(self.company, self.nature, self.status, fillvalue="")
        return [
            Entered(company, _nature(nature), status == ENDED)
            for company, nature, status in list(rows)[:MOST_RELATIONSHIPS]
            if company or nature
        ]


def _nature(value: str) -> Nature | None:
    return next((nature for nature in Nature if nature.value == value), None)


@dataclass(frozen=True)
class Row:
    """One relationship as its fields show it."""

    number: int
    company: str = ""
    nature: str = ""
    status: str = NOW


@dataclass(frozen=True)
class Disclosing:
    """The fields of a disclosure."""

    form: FormState
    rows: Sequence[Row]
    can_have_more: bool
    natures: Sequence[Option]
    statuses: Sequence[Option]
    statement: str


def disclosing(
    given: Given | None, form: FormState | None = None, submitted: FormData | None = None
) -> Disclosing:
    """What was typed, or else what was disclosed last. Asking for more rows adds some."""
    rows = _rows_typed(submitted) if submitted is not None else _rows_given(given)
    least = AT_FIRST
    if submitted is not None and submitted.get("do") == "more":
        least = len(rows) + AT_FIRST
    wanted = min(MOST_RELATIONSHIPS, max(least, len(rows)))
    rows += [Row(number) for number in range(len(rows) + 1, wanted + 1)]
    return Disclosing(
        form=form or FormState(),
        rows=rows,
        can_have_more=len(rows) < MOST_RELATIONSHIPS,
        natures=[Option(nature.value, nature.words) for nature in Nature],
        statuses=[Option(NOW, _("I have it now")), Option(ENDED, _("It has ended"))],
        statement=STATEMENT,
    )


def _rows_given(given: Given | None) -> list[Row]:
    return [
        Row(number, own.company, own.nature.value, ENDED if own.has_ended else NOW)
        for number, own in enumerate(given.relationships if given else (), start=1)
    ]


def _rows_typed(submitted: FormData) -> list[Row]:
    names = ("company", "nature", "status")
    fields = ([str(value) for value in submitted.getlist(name)] for name in names)
    rows = list(zip_longest(*fields, fillvalue=""))[:MOST_RELATIONSHIPS]
    return [Row(number, *row) for number, row in enumerate(rows, start=1)]


def relationship_words(given: Given) -> list[Text]:
    """What somebody disclosed, one relationship a line."""
    return list(map(relationship_line, given.relationships))


def relationship_line(own: Relationship) -> Text:
    """One relationship in a line."""
    if own.has_ended:
        return _("{company}: {nature}, ended", company=own.company, nature=own.nature.words)
    return _("{company}: {nature}", company=own.company, nature=own.nature.words)
