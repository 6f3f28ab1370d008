"""The check pages before a session counts as not held, and before it counts again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from app.casework.make_up_requests.elsewhere.queries import Elsewhere
from app.certificates.holding.queries import CertifiedMark
from app.cohorts.changes.queries import ScheduledUnit
from app.cohorts.changes.rules import why_not_call_held, why_not_call_not_held
from app.credit.rules import is_claim_above
from app.credit.stages.changes.rules import Turned, restated, with_session
from app.credit.status.rules import CreditStatus
from app.language import Text, _, ngettext
from app.language.moments import local
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.schedule.checks import (
    CheckPage,
    Reached,
    TurnGroup,
    eyebrow_of,
    frame_of,
    standings_of,
    told,
)
from app.site.manage.cohorts.schedule.loaders import Schedule
from app.web.forms import FormState
from app.web.parts import Link


def holding_page(
    schedule: Schedule,
    unit: ScheduledUnit,
    turned: Sequence[Turned],
    standings: Sequence[CreditStatus],
    certified: Sequence[CertifiedMark],
    elsewhere: Sequence[Elsewhere],
    reached: Reached,
    form: FormState,
    now: datetime,
) -> CheckPage:
    """Whom it touches. `turned`: whose standing changes, `standings`: of everybody now."""
    page = CheckPage(
        frame=frame_of(schedule),
        eyebrow=eyebrow_of(schedule, unit),
        title="",
        lead=None,
        follows=(),
        button="",
        action=f"{schedule.path}/{unit.position}/holding",
        hidden={"seen": unit.sequence, "held": "yes" if unit.not_held else "no"},
        standings=[
            *standings_of(schedule, turned),
            *_claims(schedule, unit, standings, now),
            *_certified(certified),
            *_elsewhere(elsewhere),
        ],
        form=form,
    )
    if unit.not_held:
        page = _held_again(page, schedule, unit, certified)
    else:
        page = _not_held(page, schedule, unit, certified, now)
    fallen = _fallen(len(elsewhere), not_held=unit.not_held)
    return replace(page, follows=[*page.follows, *fallen, *told(schedule, unit, reached)])


def _held_again(
    page: CheckPage,
    schedule: Schedule,
    unit: ScheduledUnit,
    certified: Sequence[CertifiedMark],
) -> CheckPage:
    assert unit.starts_at is not None
    starts = local(unit.starts_at, schedule.here.cohort.zone)
    return replace(
        page,
        title=_("Count the session of {starts:day} as held again?", starts=starts),
        lead=_("It counts as not held."),
        follows=[
            _("What was recorded of it counts again, as it is."),
            *_needed(schedule, more=1),
            *_stay(certified),
        ],
        button=_("The session of {unit} was held", unit=schedule.here.label(unit.position)),
        why_not=schedule.why_not_change or why_not_call_held(unit.planned),
    )


def _not_held(
    page: CheckPage,
    schedule: Schedule,
    unit: ScheduledUnit,
    certified: Sequence[CertifiedMark],
    now: datetime,
) -> CheckPage:
    assert unit.starts_at is not None
    starts = local(unit.starts_at, schedule.here.cohort.zone)
    return replace(
        page,
        title=_("Was the session of {starts:day} not held?", starts=starts),
        lead=_("Say so when nobody could meet, for instance since the platform failed."),
        follows=[
            _("It leaves everybody’s denominator: it counts neither for nor against anybody."),
            *_needed(schedule, more=-1),
            _("What was recorded of it stays in the history, and counts for nothing."),
            _("Nobody earns credit for it. Claims stay as they were made."),
            *_stay(certified),
            _("It can be taken back here, as long as the cohort is not archived."),
        ],
        button=_("The session of {unit} was not held", unit=schedule.here.label(unit.position)),
        why_not=schedule.why_not_change or why_not_call_not_held(unit.planned, now),
    )


def _fallen(make_ups: int, *, not_held: bool) -> list[Text]:
    """What becomes of those of other cohorts that stand on it. `not_held`: as it counts now."""
    if not make_ups:
        return []
    if not_held:
        return [
            ngettext(
                "{count} make-up of another cohort counts again.",
                "{count} make-ups of other cohorts count again.",
                count=make_ups,
            )
        ]
    return [
        ngettext(
            "{count} make-up of another cohort counts for nothing. Who facilitates there is asked "
            "to take it back.",
            "{count} make-ups of other cohorts count for nothing. Who facilitates there is asked "
            "to take them back.",
            count=make_ups,
        )
    ]


def _needed(schedule: Schedule, *, more: int) -> list[Text]:
    asked = schedule.here.policy.sessions_required
    before = max(0, asked - sum(unit.not_held for unit in schedule.units))
    after = max(0, before + more)
    if before == after:
        return []
    return [
        ngettext(
            "{count} session has to count, instead of {before}.",
            "{count} sessions have to count, instead of {before}.",
            count=after,
            before=before,
        )
    ]


def _stay(certified: Sequence[CertifiedMark]) -> list[Text]:
    numbers = {number for mark in certified for number in mark.numbers}
    if not numbers:
        return []
    return [
        ngettext(
            "{count} certificate waits for review until somebody has looked at it. It stays "
            "valid, and not a byte of it changes.",
            "{count} certificates wait for review until somebody has looked at them. They "
            "stay valid, and not a byte of them changes.",
            count=len(numbers),
        )
    ]


def _claims(
    schedule: Schedule, unit: ScheduledUnit, standings: Sequence[CreditStatus], now: datetime
) -> list[TurnGroup]:
    """Who would have claimed more than they earned."""
    changed = with_session(unit.position, canceled=not unit.not_held, not_held=not unit.not_held)
    above = [
        own.ledger
        for own in standings
        if own.claim is not None
        and not is_claim_above(own)
        and is_claim_above(restated(own, changed, now))
    ]
    people = f"{path_of(schedule.here)}/people"
    links = [Link(ledger.name, f"{people}/{ledger.person_id}") for ledger in above]
    return [TurnGroup(_("Claimed more than would be earned"), links)] if links else []


def _certified(certified: Sequence[CertifiedMark]) -> list[TurnGroup]:
    links = [
        Link(
            _("{name} ({numbers:and})", name=mark.name, numbers=mark.numbers),
            f"/manage/cohorts/{mark.cohort}/people/{mark.person_id}",
        )
        for mark in certified
    ]
    return [TurnGroup(_("Certificates that rest on it"), links)] if links else []


def _elsewhere(elsewhere: Sequence[Elsewhere]) -> list[TurnGroup]:
    links = [
        Link(
            _("{name} ({cohort}, {unit})", name=own.name, cohort=own.cohort, unit=own.unit),
            f"/manage/cohorts/{own.slug}/people/{own.person_id}",
        )
        for own in elsewhere
    ]
    return [TurnGroup(_("Made a session of theirs up at it"), links)] if links else []
