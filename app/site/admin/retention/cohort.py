"""What is kept of one cohort: what is due and when, what stays, and holds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.history.retention.deletion.queries import Announced
from app.history.retention.enums import RecordKind, RetentionState
from app.history.retention.queries import HoldPlaced
from app.history.retention.rules import CohortKept, Retained, why_not_hold
from app.language import Text, _, ngettext, styles
from app.language.moments import local, zone_name
from app.language.reasons import Reason
from app.policy.table import POLICY, Action, Role
from app.site.admin.retention.deleting import DeletionPart, deletion_part
from app.site.admin.retention.wording import KINDS, STATES
from app.web.forms import FormState
from app.web.parts import Badge

HOME = "/admin/retention"


class KindLine(NamedTuple):
    """How many records there are of a kind."""

    name: Text
    number: str


@dataclass(frozen=True)
class HoldLine:
    """A hold, and how it ended, if it did."""

    placed: Text
    reason: str
    ended: Text | None
    end_reason: str


@dataclass(frozen=True)
class CohortPage:
    """What the template shows."""

    title: str
    program: str
    path: str
    state: Badge
    sentences: Sequence[Text]
    people: Text
    kinds: Sequence[KindLine]
    stays: Sequence[Text]
    deletion: DeletionPart
    audit_folder: str | None
    """Where one is made, for who may."""
    is_held: bool
    why_not_hold: Reason | None
    ends: bool
    """Whether the reader may end a hold."""
    holds: Sequence[HoldLine]
    form: FormState
    refused: Reason | None
    """Why what was just asked for did not happen."""


class Known(NamedTuple):
    """What was read of a cohort, besides how it stands."""

    records: Mapping[RecordKind, int]
    """Of each kind, how many are due."""
    holds: Sequence[HoldPlaced]
    announcements: Sequence[Announced]
    """The newest first."""
    unsent: int
    """How many letters of it were not sent."""


def path_of(kept: CohortKept) -> str:
    """Its page."""
    return f"{HOME}/{kept.slug}"


def cohort_page(
    own: Retained,
    known: Known,
    *,
    zone: str,
    roles: Collection[Role],
    form: FormState | None = None,
    refused: Reason | None = None,
) -> CohortPage:
    """`zone` and `roles`: the reader's."""
    kept = own.kept
    coordinates = Role.COORDINATOR in roles
    return CohortPage(
        title=kept.title,
        program=kept.program,
        path=path_of(kept),
        state=STATES[own.state],
        sentences=_sentences(own),
        people=_people(kept.people, known.announcements),
        kinds=[
            KindLine(KINDS[kind], styles.number(count)) for kind, count in known.records.items()
        ],
        stays=_stays(kept),
        deletion=deletion_part(
            own, known.announcements, unsent=known.unsent, zone=zone, roles=roles
        ),
        audit_folder=f"/manage/cohorts/{kept.slug}/credit/audit" if coordinates else None,
        is_held=kept.is_held,
        why_not_hold=why_not_hold(own),
        ends=bool(POLICY[Action.HOLD_END] & set(roles)),
        holds=[_hold(placed, zone) for placed in known.holds],
        form=form or FormState(),
        refused=refused,
    )


def _people(now: int, announcements: Sequence[Announced]) -> Text:
    """Who had a place, also where only places with a certificate are left."""
    gone = (own.deletion.people for own in announcements if own.deletion)
    return ngettext(
        "{count} person had a place", "{count} people had a place", count=max([now, *gone])
    )


def _sentences(own: Retained) -> list[Text]:
    last = _(
        "Last day: {last:date}, in {zone}.",
        last=own.last_day,
        zone=zone_name(own.kept.zone),
    )
    return [last, _LAST, _when(own.state, own.due_on)]


_LAST = _(
    "It is the last one on which anything of credit happened or could have: when the cohort or its "
    "claims closed, the last session, or the last signature, claim, certificate or correction, "
    "whichever came last."
)


def _when(state: RetentionState, due_on: date) -> Text:
    if state is RetentionState.HELD:
        return _("By the policy its records are due on {due:date}; a hold keeps them.", due=due_on)
    if state is RetentionState.STUDIED:
        return _(
            "By the policy its records are due on {due:date}; a study has this cohort, and so they "
            "are kept for good.",
            due=due_on,
        )
    if state is RetentionState.DELETED:
        return _("What was due since {due:date} was deleted.", due=due_on)
    if state in (RetentionState.DUE, RetentionState.ANNOUNCED):
        return _("The retention period of its records has been over since {due:date}.", due=due_on)
    return _("The retention period of its records is over on {due:date}.", due=due_on)


def _stays(kept: CohortKept) -> list[Text]:
    issued = (
        ngettext(
            "{count} certificate: it can be verified, and is on transcripts while it holds.",
            "{count} certificates: each can be verified, and is on transcripts while it holds.",
            count=kept.certificates,
        )
        if kept.certificates
        else None
    )
    always = [
        _(
            "The places of those who have a certificate, and of those who moved to or from another "
            "cohort: how each began and ended, claims with all that was decided about them, and "
            "confirmed names."
        ),
        _("The activity with its statements and approvals, and the dates of sessions."),
        _("The history: nothing is ever taken out of it."),
        _("What belongs to people over all of their cohorts, such as their profile."),
        _("What belongs to studies, which have agreements of their own."),
    ]
    return [*([issued] if issued else []), *always]


def _hold(own: HoldPlaced, zone: str) -> HoldLine:
    hold, end = own.retention_hold, own.retention_hold_end
    return HoldLine(
        placed=_(
            "Placed {at:long_moment} by {person}",
            at=local(hold.at, zone),
            person=own.person.display_name,
        ),
        reason=hold.reason,
        ended=_("Ended {at:long_moment}", at=local(end.at, zone)) if end else None,
        end_reason=end.reason if end else "",
    )
