"""The check pages before a session is canceled, and before that is taken back."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from app.cohorts.changes.queries import ScheduledUnit
from app.cohorts.changes.rules import why_not_cancel, why_not_restore
from app.credit.stages.changes.rules import Turn, Turned
from app.language import Text, _, ngettext
from app.language.moments import local
from app.site.manage.cohorts.schedule.checks import (
    CheckPage,
    Reached,
    clock_lines,
    eyebrow_of,
    frame_of,
    standings_of,
    told,
)
from app.site.manage.cohorts.schedule.loaders import Schedule
from app.web.forms import FormState


def cancellation_page(
    schedule: Schedule,
    unit: ScheduledUnit,
    reached: Reached,
    turned: Sequence[Turned],
    form: FormState,
    now: datetime,
) -> CheckPage:
    """What canceling a session means. `turned`: whose standing changes by it."""
    assert unit.starts_at is not None
    starts = local(unit.starts_at, schedule.here.cohort.zone)
    return CheckPage(
        frame=frame_of(schedule),
        eyebrow=eyebrow_of(schedule, unit),
        title=_("Cancel the session of {starts:day}?", starts=starts),
        lead=_("It is planned for {starts}.", starts=schedule.told(unit.starts_at)),
        follows=[
            *told(schedule, unit, reached),
            _("It counts neither for nor against anybody: there is no attendance to record."),
            _sessions_left(schedule, unit),
            *_text_stays(schedule, unit, now),
            _("It can be taken back until {starts}.", starts=schedule.told(unit.starts_at)),
        ],
        to_look_at=_to_look_at(turned),
        standings=standings_of(schedule, turned),
        button=_("Cancel the session of {unit}", unit=schedule.here.label(unit.position)),
        action=f"{schedule.path}/{unit.position}/cancellation",
        hidden={"seen": unit.sequence},
        why_not=schedule.why_not_change or why_not_cancel(unit.planned, now),
        form=form,
    )


def restoration_page(
    schedule: Schedule,
    unit: ScheduledUnit,
    reached: Reached,
    turned: Sequence[Turned],
    form: FormState,
    now: datetime,
) -> CheckPage:
    """What taking a cancellation back means. `turned`: whose standing changes by it."""
    assert unit.starts_at is not None
    zone = schedule.here.cohort.zone
    return CheckPage(
        frame=frame_of(schedule),
        eyebrow=eyebrow_of(schedule, unit),
        title=_("Take the cancellation back?"),
        lead=_("It is planned for {starts}.", starts=schedule.told(unit.starts_at)),
        follows=[
            *told(schedule, unit, reached),
            _("It counts again like every other session."),
        ],
        standings=standings_of(schedule, turned),
        clocks=clock_lines(zone, reached.zones, None, unit.starts_at),
        button=_("Let {unit} take place", unit=schedule.here.label(unit.position)),
        action=f"{schedule.path}/{unit.position}/restoration",
        hidden={"seen": unit.sequence},
        why_not=schedule.why_not_change or why_not_restore(unit.planned, now),
        form=form,
    )


def _sessions_left(schedule: Schedule, unit: ScheduledUnit) -> Text:
    others = [other for other in schedule.units if other.session_id and other.id != unit.id]
    return ngettext(
        "The policy still asks for {needed} to count; {count} session is left.",
        "The policy still asks for {needed} to count; {count} sessions are left.",
        count=sum(not other.canceled for other in others),
        needed=max(
            0,
            schedule.here.policy.sessions_required
            - sum(other.not_held for other in schedule.units),
        ),
    )


def _text_stays(schedule: Schedule, unit: ScheduledUnit, now: datetime) -> list[Text]:
    if not unit.has_text:
        return []
    if unit.opens_at <= now:
        return [_("Its unit stays open, and what anybody did in it stays.")]
    return [_("Its unit opens as planned, {opens}.", opens=schedule.told(unit.opens_at))]


def _to_look_at(turned: Sequence[Turned]) -> list[Text]:
    turns = Counter(change.turn for change in turned)
    out_of_reach, at_risk = turns[Turn.OUT_OF_REACH], turns[Turn.AT_RISK]
    return [*_out_of_reach(out_of_reach), *_at_risk(at_risk)]


def _at_risk(count: int) -> list[Text]:
    if not count:
        return []
    return [
        ngettext(
            "{count} person becomes at risk: what is left completes them only with a make-up, or "
            "with a module that is overdue.",
            "{count} people become at risk: what is left completes them only with a make-up, or "
            "with a module that is overdue.",
            count=count,
        )
    ]


def _out_of_reach(count: int) -> list[Text]:
    if not count:
        return []
    return [
        ngettext(
            "{count} person could no longer complete with the sessions that are left. Adding a "
            "session would restore it.",
            "{count} people could no longer complete with the sessions that are left. Adding a "
            "session would restore it.",
            count=count,
        )
    ]
