"""Sending a table of institutions, and what would become of each line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.language import Text, _, ngettext, pgettext
from app.language.reasons import Reason
from app.people.institutions.imports.rules import MOST_LINES, Outcome, Planned, unread_columns
from app.site.admin.institutions.page import HOME
from app.site.parts.zones import usual_name, zone_options
from app.web.forms import FormState
from app.web.parts import Badge, Option

BADGES = {
    Outcome.ADD: Badge(pgettext("of a line", "Will be added"), "good"),
    Outcome.ALREADY: Badge(pgettext("of a line", "Is already there"), "neutral"),
    Outcome.REFUSE: Badge(pgettext("of a line", "Cannot be added"), "bad"),
}


MOST = ngettext("At most {count} line.", "At most {count} lines.", count=MOST_LINES)


@dataclass(frozen=True)
class ImportPage:
    """Where the table is sent."""

    form: FormState = field(default_factory=FormState)
    zones: Sequence[Option] = field(default_factory=zone_options)
    path: str = f"{HOME}/import"
    most: Text = MOST


class Line(NamedTuple):
    """One line of the table."""

    planned: Planned
    zone: Text
    badge: Badge


@dataclass(frozen=True)
class CheckPage:
    """What would become of each line. Nothing has been written yet."""

    lines: Sequence[Line]
    adds: int
    table: str
    zone: str
    summary: Text
    unread: Text | None
    """Which columns are not kept."""
    note: Reason | None
    """Why what was just asked for did not happen."""
    path: str = f"{HOME}/import/apply"
    back: str = f"{HOME}/import"

    @property
    def button(self) -> Text:
        """What the button does."""
        return ngettext("Add {count} institution", "Add {count} institutions", count=self.adds)


def check_page(
    planned: Sequence[Planned], table: str, zone: str, note: Reason | None = None
) -> CheckPage:
    """Every line; those that cannot be added come first."""
    order = (Outcome.REFUSE, Outcome.ADD, Outcome.ALREADY)
    counts = {outcome: sum(line.outcome is outcome for line in planned) for outcome in Outcome}
    return CheckPage(
        lines=[_line(line) for line in sorted(planned, key=lambda line: order.index(line.outcome))],
        adds=counts[Outcome.ADD],
        table=table,
        zone=zone,
        summary=_summary(counts),
        unread=_unread(unread_columns(table)),
        note=note,
    )


def _unread(columns: Sequence[str]) -> Text | None:
    if not columns:
        return None
    return ngettext(
        "One column is not read: {names:and}",
        "{count} columns are not read: {names:and}",
        count=len(columns),
        names=tuple(columns),
    )


def _summary(counts: Mapping[Outcome, int]) -> Text:
    return _(
        "To add: {adds}. Already there: {already}. Not possible: {refused}.",
        adds=counts[Outcome.ADD],
        already=counts[Outcome.ALREADY],
        refused=counts[Outcome.REFUSE],
    )


def _line(planned: Planned) -> Line:
    zone = usual_name(planned.facts.zone) if planned.facts.zone else "–"
    return Line(planned, zone, BADGES[planned.outcome])
