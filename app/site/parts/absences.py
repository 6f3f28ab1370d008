"""How pages speak of excuses and make-ups, and what restores a session that somebody missed."""

from collections.abc import Mapping

from app.casework.excuses.enums import ExcuseState
from app.casework.make_up_requests.enums import CreditType, RequestState, Way
from app.casework.no_need.enums import NoNeed
from app.cohorts.rules import why_not_change
from app.credit.ledger import UnitLedger
from app.credit.status.rules import EarnedStatus
from app.language import LazyText, Text, _, pgettext
from app.web.parts import Link

WAYS: Mapping[Way, LazyText] = {
    Way.SISTER_SESSION: _("Attend the session of another cohort"),
    Way.RECORDING: _("Watch the recording and reflect on it"),
    Way.CASE_RESPONSE: _("Write a response to the case"),
}
EARNS: Mapping[CreditType, LazyText] = {
    CreditType.LIVE: _("It earns live credit, for as long as you are there."),
    CreditType.ENDURING: _(
        "It earns credit only where the activity is designated for recordings, and is not live."
    ),
    CreditType.NONE: _("It counts toward completion and earns no credit."),
}
CREDITS: Mapping[CreditType, LazyText] = {
    CreditType.LIVE: pgettext("type of credit", "live"),
    CreditType.ENDURING: pgettext("type of credit", "enduring"),
    CreditType.NONE: pgettext("type of credit", "none"),
}
REQUESTS: Mapping[RequestState, tuple[LazyText, str]] = {
    RequestState.SUBMITTED: (pgettext("of a make-up", "Waits for an answer"), "warm"),
    RequestState.RETURNED: (pgettext("of a make-up", "Returned"), "warm"),
    RequestState.APPROVED: (pgettext("of a make-up", "Approved"), "good"),
    RequestState.WITHDRAWN: (pgettext("of a make-up", "Withdrawn"), "neutral"),
    RequestState.TAKEN_BACK: (pgettext("of a make-up", "Approved, then taken back"), "neutral"),
    RequestState.UNNEEDED: (_("No longer needed"), "neutral"),
}
EXCUSES: Mapping[ExcuseState, tuple[LazyText, str]] = {
    ExcuseState.ASKED: (pgettext("of an excuse", "Waits for an answer"), "warm"),
    ExcuseState.GRANTED: (pgettext("of an excuse", "Granted"), "good"),
    ExcuseState.DECLINED: (pgettext("of an excuse", "Declined"), "neutral"),
    ExcuseState.WITHDRAWN: (pgettext("of an excuse", "Withdrawn"), "neutral"),
    ExcuseState.UNNEEDED: (_("No longer needed"), "neutral"),
}
NO_NEED: Mapping[NoNeed, LazyText] = {
    NoNeed.PRESENT: _("No longer needed: they were marked present."),
    NoNeed.LATE: _("No longer needed: they were marked late, which counts."),
    NoNeed.MADE_UP: _("No longer needed: the session is made up already."),
    NoNeed.NOT_HELD: _("No longer needed: the session was not held."),
}
OWN_NO_NEED: Mapping[NoNeed, LazyText] = {
    **NO_NEED,
    NoNeed.PRESENT: _("No longer needed: you were marked present."),
    NoNeed.LATE: _("No longer needed: you were marked late, which counts."),
}
"""The same to whoever asked."""


FALLEN = _(
    "The session that they attended was not held, so this counts for nothing. Mark them as they "
    "were at this session: that takes the make-up back, and they can choose another way."
)
OWN_FALLEN = _(
    "The session that you attended was not held, so this counts for nothing. A facilitator takes "
    "it back, and then you can choose another way."
)


def absence_path(cohort_path: str, position: int) -> str:
    """Where a learner finds what can be done about an absence."""
    return f"{cohort_path}/sessions/{position}/absence"


def restores(
    standing: EarnedStatus,
    unit: UnitLedger,
    state: RequestState | None,
    cohort_path: str,
) -> Link | None:
    """What can restore a session that was missed, beside its mark; None for one that was not.

    `state`: how the make-up that they submitted stands.
    """
    label = standing.ledger.label(unit.position)
    if label not in standing.completion.sessions_missed:
        return None
    path = absence_path(cohort_path, unit.position)
    if state is RequestState.SUBMITTED:
        return Link(_("Your make-up waits for an answer"), path)
    if state is RequestState.APPROVED:  # and is missed all the same
        return Link(_("Your make-up does not count: its session was not held"), path)
    if state is RequestState.RETURNED:
        return Link(_("Your make-up was returned: see what is missing"), path)
    return Link(_restores(standing), path)


def _restores(standing: EarnedStatus) -> Text:
    policy, verdict = standing.policy, standing.completion
    if why_not_change(standing.ledger.archived_at) or verdict.closed:
        return _("Nothing restores it anymore: the cohort is closed")
    if not policy.make_ups_allowed or not policy.make_up_ways:
        return _("In this cohort nothing restores it")
    if verdict.make_ups_used >= policy.make_ups_allowed:
        return _("Nothing restores it: all make-ups are used")
    return _("A make-up restores it")
