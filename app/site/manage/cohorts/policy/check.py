"""The check page before another policy follows: whose standing would change, by name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from app.cohorts.context import CohortContext
from app.cohorts.schedule.rules import Extent
from app.credit.completion.progress import progress
from app.credit.ledger import Ledger
from app.credit.policies.rules import Change, CreditChange, changes_fingerprint, said_to
from app.language import Text, _, ngettext
from app.language.reasons import Reason
from app.packs.schema import PolicyData
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.policy.ways import WayLine, way_lines
from app.site.parts.absences import CREDITS, WAYS
from app.site.parts.policy import policy_values
from app.site.parts.turns import TURNS
from app.web.forms import FormState


@dataclass(frozen=True)
class PersonChange:
    """What changes for one person."""

    name: str
    href: str
    before: Sequence[Reason]
    after: Sequence[Reason]
    certified: bool


@dataclass(frozen=True)
class WaitingMakeUp:
    """A make-up that waits for an answer, and what it is for credit."""

    name: str
    what: Text
    before: Text
    after: Text


@dataclass(frozen=True)
class Group:
    """People for whom the same changes."""

    title: Text
    people: Sequence[PersonChange]


@dataclass(frozen=True)
class CheckPage:
    """What another policy would change for whom."""

    cohort: str
    path: str
    before: Sequence[Reason]
    after: Sequence[Reason]
    ways_before: Sequence[WayLine]
    """How a missed session is made up; empty, as is the other, where that stays."""
    ways_after: Sequence[WayLine]
    groups: Sequence[Group]
    others: Sequence[PersonChange]
    """Whose standing stays, while the arithmetic that they read is another one."""
    make_ups: Sequence[WaitingMakeUp]
    """Those that wait and are for credit something else then."""
    follows: Sequence[Text]
    values: Sequence[tuple[str, str]]
    """The policy that was looked at, to be sent with the reason."""
    shown: str
    why_not: Reason | None
    form: FormState = field(default_factory=FormState)


def check_page(
    here: CohortContext,
    after: PolicyData,
    extent: Extent,
    found: Sequence[Change],
    make_ups: Sequence[CreditChange],
    people: Collection[Ledger],
    form: FormState,
    *,
    why_not: Reason | None,
) -> CheckPage:
    """Everybody whom it touches, before anything is done. `people`: everybody who is in."""
    path = path_of(here)
    said = [
        said_to(here.policy, after, extent, has_sessions=has_sessions)
        for has_sessions in (True, False)
    ]
    told = [own for own in people if said[0 if own.has_sessions else 1].is_news]
    ways = [way_lines(policy) for policy in (here.policy, after)]
    differ = ways[0] != ways[1]
    groups = [
        Group(title, [_person(path, change) for change in found if change.turn is turn])
        for turn, title in TURNS.items()
    ]
    return CheckPage(
        cohort=here.cohort.title,
        path=path,
        before=said[0].before,
        after=said[0].after,
        ways_before=ways[0] if differ else (),
        ways_after=ways[1] if differ else (),
        groups=[group for group in groups if group.people],
        others=[_person(path, change) for change in found if change.turn is None],
        make_ups=[_make_up(here, change) for change in make_ups],
        follows=_follows(found, len(told)),
        values=[(name, value) for name, value in policy_values(after).items() if value],
        shown=changes_fingerprint(here.policy_version.version, found, make_ups),
        why_not=why_not,
        form=form,
    )


def _person(path: str, change: Change) -> PersonChange:
    return PersonChange(
        change.name,
        f"{path}/people/{change.person_id}",
        progress(change.before),
        progress(change.after),
        change.certified,
    )


def _make_up(here: CohortContext, change: CreditChange) -> WaitingMakeUp:
    unit = here.label(change.position)
    what = _("{unit}: {way}", unit=unit, way=WAYS[change.way])
    return WaitingMakeUp(change.name, what, CREDITS[change.before], CREDITS[change.after])


def _follows(found: Sequence[Change], told: int) -> list[Text]:
    lost = [change for change in found if change.before.complete and not change.after.complete]
    holders = sum(change.certified for change in lost)
    return [
        *_mailed(told),
        _("What was signed and attended stays as it is, and so do claims."),
        _certificates_stay(holders),
        _("The version that is in force now stays in the list of versions."),
    ]


def _mailed(told: int) -> list[Text]:
    if not told:
        return []
    return [
        ngettext(
            "{count} person is told by mail what completed the cohort and what completes it "
            "now, with your reason.",
            "{count} people are told by mail what completed the cohort and what completes it "
            "now, with your reason.",
            count=told,
        )
    ]


def _certificates_stay(holders: int) -> Text:
    """`holders`: how many have one and would no longer complete."""
    if not holders:
        return _("Certificates that were issued stay as they are.")
    return ngettext(
        "{count} person who would no longer complete holds a certificate, as is said "
        "beside the name. It stays valid.",
        "{count} people who would no longer complete hold certificates, as is said "
        "beside each name. They stay valid.",
        count=holders,
    )
