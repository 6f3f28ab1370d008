"""Who controls the content of a cohort's activity, with how far each disclosure is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.rules import why_not_change
from app.credit.disclosures.enums import ControllerRole, ControllerState
from app.credit.disclosures.models import DisclosureDecision
from app.credit.disclosures.rules import (
    Controller,
    Verdict,
    state_of,
    to_ask,
    uncleared,
    why_not_ask,
)
from app.language import Text, _, ngettext
from app.language.moments import local
from app.language.reasons import Reason
from app.people.models import Person
from app.site.manage.cohorts.credit.disclosures.words import STATES
from app.site.manage.cohorts.page import path_of
from app.site.parts.disclosing import relationship_words
from app.web.forms import FormState
from app.web.listing import Asked, Column, Empty, Export, Filter, Find, Listing
from app.web.parts import Badge, Link, Option
from app.web.shown import Shown, shown

ROLES = [Option(role.value, role.words) for role in ControllerRole]


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


@dataclass(frozen=True)
class Decision:
    """One decision, as it is told."""

    words: Text
    reason: str
    when: Text
    by: str


@dataclass(frozen=True)
class DisclosuresPage:
    """The list, what is missing, and the decision."""

    cohort: str
    path: str | None
    """None for an officer, who has no page of the cohort."""
    here: str
    archived: Reason | None
    has_activity: bool
    applies: bool
    at_approval: str
    """The reason that was entered with the credit, where nobody decided since."""
    decisions: Sequence[Decision]
    version: int
    missing: int
    all_there: bool
    asking: Text
    why_not_ask: Reason | None
    lines: Shown[ControllerLine]
    roles: Sequence[Option]
    form: FormState
    text: Link | None
    """What learners are told."""
    held: Text | None
    done: Text | None


def disclosures_path(here: CohortContext) -> str:
    """Where a cohort's disclosures are."""
    return f"{path_of(here)}/credit/disclosures"


def controller_line(
    here: CohortContext,
    own: Controller,
    labels: Mapping[UUID, Text],
    people: Mapping[UUID, Person],
    now: datetime,
) -> ControllerLine:
    """One person. `labels`: of units; `people`: who reviewed."""
    state, given = state_of(own, now), own.given
    reviewed = given.reviewed if given else None
    reviewer = people.get(reviewed.by) if reviewed else None
    return ControllerLine(
        name=own.name,
        sort_name=own.sort_name,
        href=f"{disclosures_path(here)}/people/{own.id}",
        state=state,
        badge=STATES[state],
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


def listing_of(here: CohortContext) -> Listing[ControllerLine]:
    """The list, as a page and as a spreadsheet for the file of the activity."""
    return Listing(
        path=disclosures_path(here),
        columns=COLUMNS,
        nothing=Empty(
            _("Nobody is on the list yet"),
            _("Who leads sessions, facilitates or coordinates appears here. Add authors below."),
        ),
        filters=FILTERS,
        find=Find(lambda line: line.name, _("Find by name"), _("Name")),
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


@dataclass(frozen=True)
class Known:
    """What a page of disclosures is built from."""

    controllers: Sequence[Controller]
    decisions: Sequence[DisclosureDecision]
    people: Mapping[UUID, Person]
    """Who decided and reviewed."""
    labels: Mapping[UUID, Text]
    applies: bool
    has_activity: bool
    at_approval: str
    has_text: bool
    held: int
    """How many units and sessions wait."""


def disclosures_page(
    here: CohortContext,
    known: Known,
    asked: Asked,
    now: datetime,
    *,
    coordinates: bool,
    form: FormState | None = None,
    done: Text | None = None,
) -> DisclosuresPage:
    """The list with what is missing of it."""
    archived = why_not_change(here.cohort.archived_at)
    lines = [
        controller_line(here, own, known.labels, known.people, now) for own in known.controllers
    ]
    missing, letters = len(uncleared(known.controllers, now)), len(to_ask(known.controllers, now))
    return DisclosuresPage(
        cohort=here.cohort.title,
        path=path_of(here) if coordinates else None,
        here=disclosures_path(here),
        archived=archived,
        has_activity=known.has_activity,
        applies=known.applies,
        at_approval=known.at_approval,
        decisions=[_decision(here, own, known.people) for own in known.decisions],
        version=known.decisions[0].version if known.decisions else 0,
        missing=missing,
        all_there=bool(known.controllers) and not missing,
        asking=ngettext("Ask {count} person", "Ask {count} people", count=letters),
        why_not_ask=archived or why_not_ask(known.controllers, now),
        lines=shown(listing_of(here), lines, asked),
        roles=ROLES,
        form=form or FormState(),
        text=_text(here) if known.has_text else None,
        held=_held(known),
        done=done,
    )


def _text(here: CohortContext) -> Link:
    return Link(_("What learners are told"), f"{disclosures_path(here)}/text")


def _held(known: Known) -> Text | None:
    if not known.held:
        return None
    return ngettext(
        "{count} unit or session waits for that and does not open before.",
        "{count} units and sessions wait for that and do not open before.",
        count=known.held,
    )


def _decision(
    here: CohortContext, own: DisclosureDecision, people: Mapping[UUID, Person]
) -> Decision:
    by = people.get(own.by)
    return Decision(
        words=_("Disclosures are needed")
        if own.applies
        else _("Exception: non-clinical education, such as leadership or communication"),
        reason=own.reason,
        when=_("{decided:moment}", decided=local(own.decided_at, here.cohort.zone)),
        by=by.display_name if by else "",
    )
