"""Until when people get in, work and claim: other days, and what follows from them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.cohorts.drafts.rules import FIVE_PM
from app.cohorts.rules import to_utc
from app.credit.changes.effects.rules import Effects
from app.credit.deadlines.rules import CHANGED, Deadlines
from app.credit.status.rules import CreditStatus
from app.language import Text, _, ngettext
from app.language.moments import local, zone_name
from app.language.reasons import Reason
from app.messages.ahead import LetterAhead
from app.site.manage.cohorts.schedule.checks import CheckPage, Frame, frame_of
from app.site.manage.cohorts.schedule.dates.forms import DatesForm
from app.site.manage.cohorts.schedule.loaders import Schedule
from app.web.forms import FormState


@dataclass(frozen=True)
class DatesPage:
    """The days as they are, or as they were typed."""

    frame: Frame
    action: str
    zone: Text
    gives_credit: bool
    why_not: Reason | None
    seen: str
    """Fingerprint of the days as they are."""
    form: FormState


def dates_page(schedule: Schedule, before: Deadlines, form: FormState) -> DatesPage:
    """The form."""
    zone = schedule.here.cohort.zone
    stored = _days(before, zone)
    return DatesPage(
        frame=frame_of(schedule),
        action=f"{schedule.path}/dates",
        zone=zone_name(zone),
        gives_credit=before.claims_close is not None,
        why_not=schedule.why_not_change,
        seen=before.fingerprint,
        form=FormState(stored | dict(form.values), form.errors),
    )


def _days(deadlines: Deadlines, zone: str) -> dict[str, str]:
    """The days as a form has them."""
    return {
        name: local(moment, zone).date().isoformat() if moment else ""
        for name, moment in vars(deadlines).items()
    }


def wished(form: DatesForm, before: Deadlines, zone: str) -> Deadlines:
    """The deadlines that were sent. A day that stays keeps its hour; others end at 5:00 PM."""

    def moment(day: date | None, stored: datetime | None) -> datetime | None:
        if day is None:
            return None
        same = stored is not None and local(stored, zone).date() == day
        return stored if same else to_utc(day, FIVE_PM, zone)

    return Deadlines(
        moment(form.enrollment_closes, before.enrollment_closes),
        moment(form.closes, before.closes) or before.closes,
        moment(form.claims_close, before.claims_close) or before.claims_close
        if before.claims_close
        else None,
    )


def check_page(
    schedule: Schedule,
    before: Deadlines,
    wish: Deadlines,
    standings: Collection[CreditStatus],
    credit: Effects,
    letter: LetterAhead | None,
    form: FormState,
    now: datetime,
    *,
    stale: bool = False,
) -> CheckPage:
    """What follows from other days. `standings`: of everybody enrolled.

    `credit`: what another last day to claim does to whom; `letter`: as the first of them reads it.
    `stale`: the days were entered on a page that showed others than there are now.
    """
    zone = schedule.here.cohort.zone
    asked = _days(wish, zone)
    typed = "&".join(f"{name}={value}" for name, value in asked.items())
    return CheckPage(
        frame=frame_of(schedule),
        eyebrow=schedule.here.cohort.title,
        title=_("Change the dates?"),
        lead=None,
        follows=[*_follows(schedule, before, wish, standings, now), _told(credit)],
        to_look_at=[*([CHANGED] if stale else []), *_to_look_at(schedule, wish)],
        button=_("Change the dates"),
        action=f"{schedule.path}/dates",
        hidden=asked | {"seen": before.fingerprint},
        another=f"{schedule.path}/dates?{typed}&edit=yes",
        mailed=bool(credit.told),
        letter=letter,
        why_not=schedule.why_not_change,
        form=form,
    )


_NOT_TOLD = _("Nobody is told by mail. Their pages say the new dates at once.")


def _told(credit: Effects) -> Text:
    if not credit.told:
        return _NOT_TOLD
    return ngettext(
        "{count} person is told by mail until when credit can be claimed, with your reason.",
        "{count} people are told by mail until when credit can be claimed, with your reason.",
        count=len(credit.told),
    )


def _follows(
    schedule: Schedule,
    before: Deadlines,
    wish: Deadlines,
    standings: Collection[CreditStatus],
    now: datetime,
) -> list[Text]:
    found: list[Text] = []
    if wish.enrollment_closes != before.enrollment_closes:
        until = schedule.told_long(wish.enrollment_closes or wish.closes)
        found.append(_("People can enroll by themselves until {until}.", until=until))
    if wish.closes != before.closes:
        found += _of_work(schedule, before, wish, standings, now)
    if wish.claims_close is not None and wish.claims_close != before.claims_close:
        found.append(_of_claims(schedule.told_long(wish.claims_close), standings))
    return found


def _of_claims(until: Text, standings: Collection[CreditStatus]) -> Text:
    return ngettext(
        "{count} person has not claimed credit yet, and can until {until}.",
        "{count} people have not claimed credit yet, and can until {until}.",
        count=sum(standing.claim is None for standing in standings),
        until=until,
    )


def _of_work(
    schedule: Schedule,
    before: Deadlines,
    wish: Deadlines,
    standings: Collection[CreditStatus],
    now: datetime,
) -> list[Text]:
    left = sum(not standing.completion.complete for standing in standings)
    words = ngettext(
        "{count} person has not completed yet. Work can be signed and made up until "
        "{until}, instead of {before}.",
        "{count} people have not completed yet. Work can be signed and made up until "
        "{until}, instead of {before}.",
        count=left,
        until=schedule.told_long(wish.closes),
        before=schedule.told_long(before.closes),
    )
    opened = (
        [_("The cohort is closed now, and is open again then.")] if before.closes <= now else []
    )
    return [words, *opened, _("What was signed stays.")]


def _to_look_at(schedule: Schedule, wish: Deadlines) -> Sequence[Text]:
    if wish.claims_close is None or wish.claims_close >= wish.closes:
        return ()
    closes = schedule.told_long(wish.claims_close)
    return (
        _(
            "Claims close before work does. Anyone who completes after {closes} cannot claim.",
            closes=closes,
        ),
    )
