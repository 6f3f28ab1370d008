"""Step 3: seats, how people get in and until when, what completes the cohort, and the credit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.drafts.queries import ShareRow
from app.cohorts.drafts.rules import deadlines_of
from app.cohorts.enums import WayIn
from app.credit.completion.promise import example, promise
from app.language import Text, _, ngettext
from app.language.moments import local, zone_name
from app.language.reasons import Reason
from app.site.manage.cohorts.setup.frame import Frame, frame_of
from app.site.manage.cohorts.setup.loaders import Draft
from app.site.parts.make_up_ways import WAY_FIELDS, WayField
from app.site.parts.policy import policy_values
from app.web.forms import FormState
from app.web.parts import Option

WAYS_IN = (
    Option(WayIn.OPEN, _("Open: people who ask get a seat, or wait for one")),
    Option(WayIn.APPLICATION, _("By application: you decide who gets a seat")),
    Option(WayIn.INVITATION, _("By invitation: only people you invite")),
)


@dataclass(frozen=True)
class ShareLine:
    """The seats of one institution."""

    id: str
    name: str
    seats: str
    error: Text | None


@dataclass(frozen=True)
class SeatsPage:
    """Seats, deadlines and policy of a draft."""

    frame: Frame
    form: FormState
    ways_in: Sequence[Option]
    shares: Sequence[ShareLine]
    has_shares: bool
    zone: str
    promise: Sequence[Reason]
    example: Sequence[Reason]
    credit: Text
    questions: Text
    """What whoever applies is asked."""
    expects: bool
    """Whether sessions can be missed: in a series nobody is expected at one."""
    ways: Sequence[WayField] = WAY_FIELDS


def seats_page(
    draft: Draft,
    rows: Sequence[ShareRow],
    form: FormState | None,
    now: datetime,
    *,
    typed: Sequence[str] | None = None,
    provider: str | None,
    questions: int,
) -> SeatsPage:
    """What is stored, or what was just typed; `typed`: the seats by institution."""
    here, cohort = draft.here, draft.here.cohort
    shown = form or FormState(_stored(draft))
    modules = sum(unit.has_module for unit in draft.units)
    sessions = len(draft.sessions)
    shares = [_share(row, number, shown, typed) for number, row in enumerate(rows)]
    credit = (
        _("Credit is provided by {provider}.", provider=provider)
        if provider
        else _("No credit was entered for this cohort.")
    )
    return SeatsPage(
        frame=frame_of(draft, "seats", now),
        form=shown,
        ways_in=WAYS_IN,
        shares=shares,
        has_shares=any(line.seats or line.error for line in shares),
        zone=zone_name(cohort.zone),
        promise=promise(here.policy, modules, sessions, local(cohort.closes_at, cohort.zone)),
        example=example(here.policy, cohort.unit_label, modules, sessions),
        credit=credit,
        questions=_questions(questions),
        expects=not cohort.is_series,
    )


def _questions(count: int) -> Text:
    if not count:
        return _("People who apply say who they are. The form asks nothing else so far.")
    return ngettext(
        "People who apply answer {count} question.",
        "People who apply answer {count} questions.",
        count=count,
    )


def _share(row: ShareRow, number: int, form: FormState, typed: Sequence[str] | None) -> ShareLine:
    stored = "" if row.seats is None else str(row.seats)
    seats = typed[number] if typed is not None and number < len(typed) else stored
    return ShareLine(str(row.id), row.name, seats, form.error(f"share-{number}"))


def _stored(draft: Draft) -> dict[str, str]:
    cohort, policy = draft.here.cohort, draft.here.policy
    days = {name: day.isoformat() for name, day in vars(deadlines_of(cohort)).items()}
    return days | {
        "capacity": str(cohort.capacity or ""),
        "way_in": cohort.way_in.value,
        "offer_hours": str(cohort.offer_hours),
        **policy_values(policy),
    }
