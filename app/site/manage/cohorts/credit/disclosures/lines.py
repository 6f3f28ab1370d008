"""The list of who controls content, line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cohorts.context import CohortContext
from app.credit.disclosures.enums import ControllerState
from app.credit.disclosures.rules import (
    Controller,
    Verdict,
    state_of,
)
from app.language import Text, _, pgettext
from app.language.moments import local
from app.people.models import Person
from app.site.manage.cohorts.page import path_of
from app.site.parts.disclosing import STATES, relationship_words
from app.web.listing import Column, Empty, Export, Filter, Find, Listing
from app.web.parts import Badge

NOT_NEEDED = {
    ControllerState.WAITING: Badge(pgettext("of a disclosure", "Not given"), "neutral"),
    ControllerState.EXPIRED: Badge(pgettext("of a disclosure", "Expired"), "neutral"),
    ControllerState.TO_REVIEW: Badge(pgettext("of a disclosure", "Given"), "neutral"),
}
"""Of an activity that needs none: nothing of it is urgent."""


@dataclass(frozen=True)
class ControllerLine:
    """One person on the list."""

    name: str
    sort_name: str
    href: str
    state: ControllerState
    badge: Badge
    roles: Sequence[Text]
    units: tuple[Text, ...]
    """Whose sessions they lead, where that is all."""
    told: Text
    """What follows from how far it is: when they were asked, gave it, were cleared."""
    disclosed: Sequence[Text]
    signed_at: datetime | None
    source: str
    reviewed_at: datetime | None
    reviewed_by: str
    mitigated: Sequence[Text]


def disclosures_path(here: CohortContext) -> str:
    """Where a cohort's disclosures are."""
    return f"{path_of(here)}/credit/disclosures"


def controller_line(
    here: CohortContext,
    own: Controller,
    labels: Mapping[UUID, Text],
    people: Mapping[UUID, Person],
    now: datetime,
    *,
    applies: bool,
) -> ControllerLine:
    """One person. `labels`: of units; `people`: who reviewed; `applies`: whether it is needed."""
    state, given = state_of(own, now), own.given
    reviewed = given.reviewed if given else None
    reviewer = people.get(reviewed.by) if reviewed else None
    return ControllerLine(
        name=own.name,
        sort_name=own.sort_name,
        href=f"{disclosures_path(here)}/people/{own.id}",
        state=state,
        badge=STATES[state] if applies else NOT_NEEDED.get(state, STATES[state]),
        roles=[role.words for role in sorted(own.roles)],
        units=tuple(labels[unit] for unit in labels if own.units and unit in own.units),
        told=_told(own, state, here.cohort.zone),
        disclosed=_disclosed(own),
        signed_at=local(given.signed_at, here.cohort.zone) if given else None,
        source=given.source if given else "",
        reviewed_at=local(reviewed.at, here.cohort.zone) if reviewed else None,
        reviewed_by=reviewer.display_name if reviewer else "",
        mitigated=_mitigated(own),
    )


def _told(own: Controller, state: ControllerState, zone: str) -> Text:
    given = own.given
    if state is ControllerState.LEFT_OUT:
        return own.left_out
    if state is ControllerState.CLEARED and given and given.reviewed:
        return _("cleared {day:day}", day=local(given.reviewed.at, zone))
    if state is ControllerState.TO_REVIEW and given:
        return _("given {day:day}", day=local(given.signed_at, zone))
    if own.asked_at is not None:
        return _("asked {day:day}", day=local(own.asked_at, zone))
    return _("has no account: enter the paper") if own.person_id is None else _("not asked yet")


def _disclosed(own: Controller) -> list[Text]:
    if own.given is None:
        return []
    return relationship_words(own.given) or [_("No financial relationships")]


def _mitigated(own: Controller) -> list[Text]:
    if own.given is None or own.given.reviewed is None:
        return []
    verdicts = own.given.reviewed.verdicts
    return [_mitigation(each.company, verdicts[each.id]) for each in own.given.relevant]


def _mitigation(company: str, one: Verdict) -> Text:
    assert one.mitigation is not None
    assert one.mitigated_on is not None
    return _(
        "{company}: {how}, {day:day}. {word}",
        company=company,
        how=one.mitigation.words,
        day=one.mitigated_on,
        word=one.word,
    )


def listing_of(here: CohortContext, *, applies: bool) -> Listing[ControllerLine]:
    """The list, as a page and as a spreadsheet for the file of the activity.

    `applies`: whether disclosures are needed; where not, nobody has to do anything about one.
    """
    return Listing(
        path=disclosures_path(here),
        columns=COLUMNS,
        nothing=Empty(
            _("Nobody is on the list yet"),
            _("Who leads sessions, facilitates or coordinates appears here. Add authors below."),
        ),
        filters=FILTERS if applies else (),
        find=Find(lambda line: f"{line.sort_name} {line.name}", _("Find by name"), _("Name")),
    )


def _joined(words: Sequence[Text]) -> str:
    return "; ".join(map(str, words))


COLUMNS: Sequence[Column[ControllerLine]] = (
    Column(
        _("Person"),
        "name",
        lambda line: line.sort_name,
        exports=(Export(_("Person"), lambda line: line.name),),
    ),
    Column(
        _("What they control"),
        exports=(
            Export(_("Roles"), lambda line: _joined(line.roles)),
            Export(_("Only sessions of"), lambda line: _joined(line.units)),
        ),
    ),
    Column(
        _("State"),
        "state",
        lambda line: list(ControllerState).index(line.state),
        exports=(
            Export(_("State"), lambda line: line.badge.text),
            Export(_("Signed at"), lambda line: line.signed_at),
            Export(_("How it came"), lambda line: line.source),
        ),
    ),
    Column(
        _("What was disclosed"),
        exports=(
            Export(_("What was disclosed"), lambda line: _joined(line.disclosed)),
            Export(_("Relevant, and how mitigated"), lambda line: _joined(line.mitigated)),
            Export(_("Reviewed at"), lambda line: line.reviewed_at),
            Export(_("Reviewed by"), lambda line: line.reviewed_by),
            Export(_("Remarks"), lambda line: line.told),
        ),
    ),
)
_OPEN = (ControllerState.WAITING, ControllerState.EXPIRED, ControllerState.TO_REVIEW)
FILTERS: Sequence[Filter[ControllerLine]] = (
    Filter("all", _("Everybody"), lambda _line: True),
    Filter("missing", _("Not cleared"), lambda line: line.state in _OPEN, "warm"),
    Filter("review", _("To be reviewed"), lambda line: line.state is ControllerState.TO_REVIEW),
)
