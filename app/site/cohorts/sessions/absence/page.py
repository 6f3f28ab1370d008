"""What a learner can do about a session that they cannot come to, or have missed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from app.casework.excuses.enums import ExcuseState
from app.casework.excuses.queries import ExcuseRow
from app.casework.excuses.rules import LONGEST as LONGEST_NOTE
from app.casework.excuses.rules import AskedFor, why_not_ask
from app.casework.make_up_requests import rules
from app.casework.make_up_requests.enums import CreditType, RequestState, RequestStep, Way
from app.casework.make_up_requests.models import MakeUpDraft, MakeUpEvent
from app.casework.make_up_requests.queries import RequestRow
from app.casework.make_up_requests.rules import OVER, Missed, Open
from app.casework.make_up_requests.sisters.queries import SisterRow
from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow
from app.cohorts.rules import has_ended, joins_from, why_not_change
from app.language import Text, _, dotted, ngettext
from app.language.moments import leading_zone, local, on_both_clocks, time_range
from app.language.reasons import Reason
from app.packs.schema import PolicyData
from app.people.actors import Actor
from app.site.parts.absences import (
    CREDITS,
    EARNS,
    EXCUSES,
    OWN_FALLEN,
    OWN_NO_NEED,
    REQUESTS,
    WAYS,
    absence_path,
)
from app.site.parts.attendance import NOT_RECORDED, WORDS
from app.site.parts.sessions import SessionTile, session_tile
from app.web.forms import FormState
from app.web.parts import Option

NOTHING = FormState()
_TO_WITHDRAW = {RequestState.SUBMITTED, RequestState.RETURNED, RequestState.UNNEEDED}


class WayOffered(NamedTuple):
    """One way to make a session up."""

    value: str
    title: Text
    hint: Text
    """What it asks for and earns, or why it is not open."""


@dataclass(frozen=True)
class StepView:
    """One step of a make-up, for its history."""

    title: Text
    at: datetime
    text: str
    """What was written then."""
    note: Text | None


@dataclass(frozen=True)
class ExcuseCard:
    """Asking to be excused, and what became of it."""

    state: Text | None
    tone: str
    note: str
    word: str
    why_not: Text | None
    waits: bool
    form: FormState
    limit: int = LONGEST_NOTE


@dataclass(frozen=True)
class DraftView:
    """What is kept of what they are writing."""

    key: str
    """Under which the browser keeps it on the device: tells apart who shares one."""
    seen: int = 0
    kept: datetime | None = None
    age: int | None = None
    """For how many seconds."""


@dataclass(frozen=True)
class MakeUpCard:
    """Making the session up, and what became of it."""

    mark: Text | None
    before: bool
    """Whether they enrolled after the session, and nothing was recorded of them."""
    state: Text | None
    tone: str
    why_not: Text | None
    can_withdraw: bool
    ways: Sequence[WayOffered]
    closed: Sequence[WayOffered]
    """Ways of the policy that are not open here, each with the reason."""
    sisters: Sequence[Option]
    steps: Sequence[StepView]
    join: str
    """The link of the sister session that was chosen, as long as somebody is there."""
    form: FormState
    draft: DraftView
    limit: int = rules.LONGEST


@dataclass(frozen=True)
class AbsencePage:
    """One session, and what can be done about not being there."""

    eyebrow: str
    up: str
    session: str
    title: Text
    path: str
    tile: SessionTile
    archived: Reason | None
    excuse: ExcuseCard | None
    make_up: MakeUpCard | None
    recording: str | None
    """Where the recording can be watched, where it can."""

    @property
    def errors(self) -> FormState:
        """Those of whichever form was refused."""
        cards = [card.form for card in (self.excuse, self.make_up) if card and card.form.errors]
        return cards[0] if cards else NOTHING


@dataclass(frozen=True)
class AbsenceFacts:
    """What is stored of one person's session."""

    missed: Missed
    excuse: ExcuseRow | None
    request: RequestRow | None
    steps: Sequence[MakeUpEvent]
    sisters: Sequence[SisterRow]
    chosen: SisterRow | None
    """The sister session of the request."""
    has_recording: bool
    draft: MakeUpDraft | None
    """What they are writing."""
    recording_why_not: Reason | None = None

    @property
    def open(self) -> Open:
        """What there is to choose from."""
        return Open(frozenset(row.id for row in self.sisters), self.has_recording)


@dataclass(frozen=True)
class Forms:
    """What was typed and refused."""

    excuse: FormState = field(default_factory=FormState)
    make_up: FormState = field(default_factory=FormState)


def absence_page(
    learner: LearnerInCohort,
    unit: UnitRow,
    facts: AbsenceFacts,
    forms: Forms,
    reader: Actor,
    now: datetime,
) -> AbsencePage:
    """Before the session an excuse; afterwards, for who missed it, the ways to make it up."""
    tile = session_tile(learner, unit, reader.zone, now)
    assert tile is not None
    assert unit.starts_at is not None
    begun = now >= unit.starts_at
    over = has_ended(unit.starts_at, unit.minutes, now)
    return AbsencePage(
        eyebrow=dotted((learner.program.title, learner.cohort.title)),
        up=learner.path,
        session=f"{learner.path}/sessions/{unit.position}",
        title=_title(learner.label(unit.position), over=over),
        path=absence_path(learner.path, unit.position),
        tile=tile,
        archived=why_not_change(learner.cohort.archived_at),
        excuse=_excuse(unit, facts.excuse, forms.excuse, now)
        if facts.excuse or not begun
        else None,
        make_up=_make_up(learner, facts, forms.make_up, reader, now)
        if over or facts.request
        else None,
        recording=f"{learner.path}/sessions/{unit.position}#recording"
        if facts.has_recording
        else None,
    )


def _title(unit: str, *, over: bool) -> Text:
    if over:
        return _("{unit}: if you missed the session", unit=unit)
    return _("{unit}: if you miss the session", unit=unit)


def _excuse(unit: UnitRow, excuse: ExcuseRow | None, form: FormState, now: datetime) -> ExcuseCard:
    assert unit.starts_at is not None
    state = excuse.state if excuse else None
    words, tone = EXCUSES[state] if state else (None, "neutral")
    return ExcuseCard(
        state=words,
        tone=tone,
        note=excuse.note if excuse else "",
        word=excuse.word if excuse and state is not ExcuseState.WITHDRAWN else "",
        why_not=_no_need(excuse)
        or why_not_ask(AskedFor(unit.starts_at, unit.canceled, state), now),
        waits=state is ExcuseState.ASKED,
        form=form,
    )


def _make_up(
    learner: LearnerInCohort, facts: AbsenceFacts, form: FormState, reader: Actor, now: datetime
) -> MakeUpCard:
    request, policy = facts.request, learner.policy
    state = request.state if request else None
    going = state if state not in OVER else None
    words, tone = REQUESTS[state] if state else (None, "neutral")
    follows = rules.why_not_follow(going, RequestStep.SUBMITTED)
    open_ways = rules.ways_open(policy, facts.open)
    every = [Way(rule.way) for rule in policy.make_up_ways]
    waiting = state is RequestState.SUBMITTED
    return MakeUpCard(
        mark=_mark(facts.missed),
        before=_is_before(facts.missed),
        state=words,
        tone=tone,
        why_not=_no_need(request)
        or _fallen(facts)
        or follows
        or rules.why_not_make_up(facts.missed, policy, now),
        can_withdraw=state in _TO_WITHDRAW,
        ways=[_offered(policy, way) for way in open_ways],
        closed=[_closed(way, facts) for way in every if way not in open_ways],
        sisters=[_sister(row, reader, now) for row in facts.sisters],
        steps=[_step(event, facts, reader) for event in facts.steps],
        join=_join(facts.chosen, now) if waiting else "",
        form=form if form.values else replace(_begun(facts, open_ways), errors=form.errors),
        draft=_draft(facts.draft, reader, now),
    )


def _no_need(asked: ExcuseRow | RequestRow | None) -> Text | None:
    unneeded = asked and asked.state in {ExcuseState.UNNEEDED, RequestState.UNNEEDED}
    return OWN_NO_NEED[asked.no_need] if unneeded and asked and asked.no_need else None


def _fallen(facts: AbsenceFacts) -> Text | None:
    approved = facts.request is not None and facts.request.state is RequestState.APPROVED
    return OWN_FALLEN if approved and facts.chosen and facts.chosen.canceled else None


def _draft(draft: MakeUpDraft | None, reader: Actor, now: datetime) -> DraftView:
    key = reader.person_id.hex[:8]
    if draft is None:
        return DraftView(key)
    age = max(0, int((now - draft.kept_at).total_seconds()))
    return DraftView(key, draft.number, local(draft.kept_at, reader.zone), age)


def _mark(missed: Missed) -> Text:
    if _is_before(missed):
        return _("Before you enrolled")
    return WORDS[missed.status].own


def _is_before(missed: Missed) -> bool:
    return not missed.expected and missed.status is NOT_RECORDED


def _begun(facts: AbsenceFacts, ways: Sequence[Way]) -> FormState:
    """What stands in the form at first; of one way alone nobody is asked to choose it."""
    before = _as_before(facts)
    if len(ways) != 1:
        return before
    return replace(before, values={**before.values, "way": ways[0].value})


def _as_before(facts: AbsenceFacts) -> FormState:
    """What they are writing, else what was returned; a new request begins empty."""
    begun = {"text": facts.draft.text} if facts.draft and facts.draft.text.strip() else {}
    request = facts.request
    if request is None or request.state is not RequestState.RETURNED:
        return FormState(begun)
    written = next(event for event in reversed(facts.steps) if event.step is RequestStep.SUBMITTED)
    sister = str(written.sister_session_id or "")
    return FormState({"way": written.way.value, "text": written.text, "sister": sister, **begun})


def _offered(policy: PolicyData, way: Way) -> WayOffered:
    words = rules.words_needed(policy, way)
    earns = EARNS[rules.credit_of(policy, way)]
    asks: Text = ngettext(
        "Write at least {count} word.", "Write at least {count} words.", count=words
    )
    hint = _("{asks} {earns}", asks=asks, earns=earns) if words else earns
    return WayOffered(way.value, WAYS[way], hint)


def _closed(way: Way, facts: AbsenceFacts) -> WayOffered:
    if way is Way.SISTER_SESSION:
        why: Text = _("No other cohort has this session in these weeks.")
    else:
        why = facts.recording_why_not or _("There is no recording of this session.")
    return WayOffered(way.value, WAYS[way], why)


def _sister(row: SisterRow, reader: Actor, now: datetime) -> Option:
    zone = leading_zone(row.starts_at, row.zone, reader.zone)
    starts, times = local(row.starts_at, zone), time_range(row.starts_at, row.minutes, zone)
    when: Text = _("{day:day}, {times}", day=starts, times=times)
    if row.ends_at <= now:
        return Option(str(row.id), _("{cohort}: {when}, held", cohort=row.cohort, when=when))
    return Option(str(row.id), _("{cohort}: {when}", cohort=row.cohort, when=when))


def _step(event: MakeUpEvent, facts: AbsenceFacts, reader: Actor) -> StepView:
    titles = {
        RequestStep.SUBMITTED: _("Submitted: {way}", way=WAYS[event.way]),
        RequestStep.RETURNED: _("Returned by a facilitator"),
        RequestStep.APPROVED: _("Approved by a facilitator"),
        RequestStep.WITHDRAWN: _("Withdrawn by you"),
    }
    return StepView(
        titles[event.step], local(event.at, reader.zone), event.text, _note(event, facts, reader)
    )


def _note(event: MakeUpEvent, facts: AbsenceFacts, reader: Actor) -> Text | None:
    """Which sister session it is, or what was approved."""
    if event.step is RequestStep.APPROVED and event.credit is not None:
        if event.credit is CreditType.LIVE and event.minutes is not None:
            return ngettext(
                "Credit: live, {count} minute",
                "Credit: live, {count} minutes",
                count=event.minutes,
            )
        return _("Credit: {credit}", credit=CREDITS[event.credit])
    chosen = facts.chosen
    if event.step is not RequestStep.SUBMITTED or chosen is None:
        return None
    if event.sister_session_id != chosen.id:
        return None
    when = on_both_clocks(chosen.starts_at, chosen.zone, reader.zone)
    return _("{cohort}: {when}", cohort=chosen.cohort, when=when)


def _join(chosen: SisterRow | None, now: datetime) -> str:
    if chosen is None or chosen.canceled:
        return ""
    is_there = joins_from(chosen.starts_at) <= now < chosen.ends_at
    return chosen.link if is_there else ""
