"""Home answers one question: what do I do next?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from app.casework.check_ins.rules import CheckedIn
from app.certificates.queries import IssuedSoFar
from app.cohorts.context import CohortContext, LearnerInCohort
from app.cohorts.queries import UnitRow
from app.cohorts.rules import why_not_work
from app.cohorts.schedule.rules import case_to_read, next_session
from app.credit.completion.progress import progress
from app.credit.completion.rules import NAMED_AT_MOST
from app.credit.ledger import UnitLedger
from app.credit.rules import lower_claim
from app.credit.status.rules import (
    CreditStatus,
    EarnedStatus,
    needs_evaluation,
    waits_for_verification,
)
from app.language import Text, _, dotted
from app.language.reasons import Reason
from app.language.words import of_needed
from app.site.home.work import UnitToDo
from app.site.parts.absences import absence_path
from app.site.parts.check_in import CheckInOffer, check_in_offer
from app.site.parts.credit import credit_earned, earned_up_to, wording_of
from app.site.parts.evaluations import Evaluation
from app.site.parts.seats import OwnSeat
from app.site.parts.sessions import (
    SessionTile,
    UnitStep,
    read_first,
    session_tile,
    steps,
    unit_opens,
)
from app.site.parts.studies_asking import StudyLinks, study_links
from app.studies.own.queries import StudyAsking
from app.web.parts import Fact, Link


@dataclass(frozen=True)
class ProgressBar:
    """One line of progress toward the certificate."""

    label: Text
    value: int
    most: int
    text: Text


@dataclass(frozen=True)
class HomePage:
    """What is next, when the next session is, how far, what could go wrong."""

    eyebrow: str
    title: Text
    lead: Text | None
    path: str
    unit_label: str
    is_series: bool
    steps: Sequence[UnitStep]
    work: UnitToDo | None
    action: Link | None
    behind: Sequence[Link]
    why_shut: Reason | None
    """Why nothing of that can be done any more."""
    session: SessionTile | None
    session_of: str | None
    """The unit whose session it is, which need not be the one to work on."""
    check_in: CheckInOffer | None
    bars: Sequence[ProgressBar]
    credit: Fact | None
    unverified: bool
    """Whether they would claim otherwise once their profession is verified."""
    words: Sequence[Reason]
    make_ups: Sequence[Link]
    """Where a session that the words say would restore completion is made up."""
    cohorts: Sequence[Link]
    seats: Sequence[OwnSeat]
    """What is held for them elsewhere, or what they wait for."""
    studies: StudyLinks


def bars_of(standing: EarnedStatus) -> list[ProgressBar]:
    """Modules, sessions and evaluations as bars; none where there is nothing to complete."""
    c = standing.completion
    if c.asks_nothing:
        return []
    bars = [_bar(_("Modules attested"), c.modules_done, c.modules_needed)]
    if standing.ledger.has_sessions:
        bars.append(_bar(_("Sessions counted"), c.sessions_counted, c.sessions_needed))
    if c.surveys_needed:
        bars.append(_bar(_("Evaluation"), c.surveys_done, c.surveys_needed))
    return bars


def _bar(label: Text, done: int, needed: int) -> ProgressBar:
    return ProgressBar(label, done, needed, of_needed(done, needed))


def make_ups_of(here: LearnerInCohort, standing: EarnedStatus) -> list[Link]:
    """A link for each session that would restore completion; of many, one to all sessions."""
    restore = standing.completion.restore
    if not here.policy.make_up_ways or not restore:
        return []
    if len(restore) > NAMED_AT_MOST:
        return [Link(_("See which sessions you can make up"), here.path)]
    units = {standing.ledger.label(unit.position): unit for unit in standing.ledger.units}
    return [_make_up_link(here, label, units[label]) for label in restore]


def _make_up_link(here: LearnerInCohort, label: str, unit: UnitLedger) -> Link:
    waits = unit.make_up_waits
    text = _("Your make-up for {unit}", unit=label) if waits else _("Make up {unit}", unit=label)
    return Link(text, absence_path(here.path, unit.position))


COMPLETED = _("You completed the program")


class NextStep(NamedTuple):
    """What home says first."""

    title: Text
    lead: Text | None = None
    action: Link | None = None


def home_page(
    here: LearnerInCohort,
    units: Sequence[UnitRow],
    standing: CreditStatus,
    work: UnitToDo | None,
    behind: Sequence[UnitRow],
    *,
    evaluation: Evaluation | None = None,
    may_claim: bool,
    issued: IssuedSoFar,
    seats: Sequence[OwnSeat],
    studies: Sequence[StudyAsking],
    others: Sequence[Link],
    own: CheckedIn | None,
    reader_zone: str,
    now: datetime,
) -> HomePage:
    """Home answers one question: what do I do next? `own`: the check-in to the next session."""
    coming = next_session(units, now)
    step = _next_of_series(here, coming)
    if not here.cohort.is_series:
        step = _next_step(
            here,
            units,
            standing,
            work,
            may_claim=may_claim,
            issued=issued,
            reader_zone=reader_zone,
            now=now,
        )
    if not issued.holds_credit and (lower := lower_claim(standing, now)):
        step = _to_lower(here, lower)
    elif evaluation is not None and (waits := _what_waits(standing, now)):
        step = NextStep(_("Evaluate the program"), waits, evaluation.link)
    return HomePage(
        eyebrow=dotted((here.program.title, here.cohort.title)),
        title=step.title,
        lead=step.lead,
        path=here.path,
        unit_label=here.cohort.unit_label,
        is_series=here.cohort.is_series,
        steps=steps(here, units, standing.ledger.attested, now, reader_zone=reader_zone),
        work=work,
        action=step.action,
        behind=[_left_behind(here, unit) for unit in behind],
        why_shut=why_not_work(here.cohort.closes_at, now),
        session=session_tile(here, coming, reader_zone, now) if coming else None,
        session_of=f"{here.label(coming.position)}: {coming.title}" if coming else None,
        check_in=check_in_offer(here, coming, own, reader_zone, now) if coming else None,
        bars=bars_of(standing),
        credit=credit_earned(standing),
        unverified=waits_for_verification(standing),
        words=progress(standing.completion),
        make_ups=make_ups_of(here, standing),
        cohorts=others,
        seats=seats,
        studies=study_links(studies, reader_zone),
    )


def _left_behind(here: LearnerInCohort, unit: UnitRow) -> Link:
    label = here.label(unit.position)
    return Link(f"{label}: {unit.title}", f"{here.path}/units/{unit.position}")


def _certified(issued: IssuedSoFar) -> NextStep:
    """Of who has completed: what there is, what comes, or that it was revoked."""
    link = Link(_("Open your certificates"), "/my/certificates")
    if issued.live and issued.kinds_gone:
        lead = _(
            "One of your certificates was revoked; why stands beside it. What else you have is "
            "yours to keep, and anybody can verify it."
        )
        return NextStep(COMPLETED, lead, link)
    if issued.live:
        lead = _(
            "Your certificates are ready. They are yours to keep, and anybody can verify them."
        )
        return NextStep(COMPLETED, lead, link)
    if issued.is_revoked:
        lead = _(
            "Your certificate was revoked. Why stands beside it; ask your coordinator what follows."
        )
        return NextStep(COMPLETED, lead, link)
    lead = _("Your coordinator issues your certificates next; you get an email then.")
    return NextStep(COMPLETED, lead)


def _next_step(
    here: CohortContext,
    units: Sequence[UnitRow],
    standing: CreditStatus,
    work: UnitToDo | None,
    *,
    may_claim: bool,
    issued: IssuedSoFar,
    reader_zone: str,
    now: datetime,
) -> NextStep:
    if may_claim:
        link = Link(wording_of(standing.system).title, f"{here.path}/claim")
        return NextStep(COMPLETED, earned_up_to(standing), link)
    if (unread := next((u for u in units if u.waits_for_reader(now)), None)) is not None:
        return _to_read(here, unread, reader_zone, now)
    if work is not None:
        return NextStep(work.title)
    if standing.completion.complete:
        return _certified(issued)
    if (case := case_to_read(units, now)) is not None:
        lead = _("This unit has no module: read the case before the session.")
        link = Link(_("Read the case"), f"{here.path}/sessions/{case.position}")
        return NextStep(f"{here.label(case.position)}: {case.title}", lead, link)
    locked = next((u for u in units if u.has_content and not u.is_open(now)), None)
    shut = why_not_work(here.cohort.closes_at, now)
    if locked is None or shut:
        lead = shut or _("Every unit has opened. What is still missing is listed here.")
        return NextStep(
            _("This is where you stand"), lead, Link(_("See your record"), "/my/record")
        )
    opens = unit_opens(here, locked, reader_zone, now)
    schedule = Link(_("See the whole schedule"), here.path)
    if standing.completion.modules_done:
        return NextStep(_("You are up to date"), opens, schedule)
    return NextStep(_("Welcome to {cohort}", cohort=here.cohort.title), opens, schedule)


def _to_read(here: CohortContext, unit: UnitRow, reader_zone: str, now: datetime) -> NextStep:
    lead = unit_opens(here, unit, reader_zone, now)
    return NextStep(_("Read the disclosures first"), lead, read_first(here, unit, now))


def _to_lower(here: CohortContext, lower: Reason) -> NextStep:
    link = Link(_("Change the claim"), f"{here.path}/claim")
    return NextStep(_("Change your claim"), lower, link)


def _what_waits(standing: EarnedStatus, now: datetime) -> Text | None:
    """What the evaluation is asked for; None where nothing can be reached by it any more."""
    approved, closes_at = standing.approved, standing.claims_close_at
    of_claim = approved is not None and needs_evaluation(approved.activity)
    is_completing = not standing.completion.closed or not standing.completion.lacks_work
    if is_completing and of_claim:
        return _(
            "Your answers are anonymous. Completing the program waits for them, and so does "
            "your claim."
        )
    if is_completing:
        return _("Your answers are anonymous. Completing the program waits for them.")
    can_claim = closes_at is not None and now < closes_at and not standing.waits_for_work
    return _("Your answers are anonymous. Your claim waits for them.") if can_claim else None


def _next_of_series(here: CohortContext, coming: UnitRow | None) -> NextStep:
    """The next session of a series, to which they can come; nothing waits for them."""
    if coming is None:
        schedule = Link(_("See what was held"), here.path)
        return NextStep(here.cohort.title, _("All sessions of this season are over."), schedule)
    link = Link(_("Read what it is about"), f"{here.path}/sessions/{coming.position}")
    return NextStep(coming.title, _("The next session. Come if you like."), link)
