"""The part of a cohort's page that is about deleting what is due."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.history.retention.deletion.queries import Announced
from app.history.retention.deletion.rules import LEAST_DAYS, earliest, why_not_announce
from app.history.retention.enums import Cause, RecordKind, RetentionState
from app.history.retention.models import DeletionCallOff
from app.history.retention.rules import Retained
from app.history.retention.tables import TABLES, Goes
from app.installation.backups.rules import MONTHS
from app.language import Text, _, ngettext, styles
from app.language.moments import local
from app.language.reasons import Reason
from app.policy.table import POLICY, Action, Role
from app.site.admin.retention.wording import KINDS


class GoneLine(NamedTuple):
    """How many records of a kind went."""

    name: Text
    number: str


@dataclass(frozen=True)
class AnnouncedLine:
    """What was announced, and what became of it."""

    made: Text
    reason: str
    ended: Text | None
    end_reason: str
    gone: Sequence[GoneLine]


@dataclass(frozen=True)
class DeletionPart:
    """What the template shows."""

    sentences: Sequence[Text]
    announces: bool
    """Whether the reader may announce it now."""
    calls_off: bool
    """Whether the reader may call off what was announced."""
    why_not: Reason | None
    """Why it cannot be announced, to who could."""
    earliest: str
    """The first day that can be asked for, as a form has it."""
    days: int
    past: Sequence[AnnouncedLine]


def deletion_part(
    own: Retained,
    announcements: Sequence[Announced],
    *,
    unsent: int,
    zone: str,
    roles: Collection[Role],
) -> DeletionPart:
    """`announcements`: the newest first; `zone` and `roles`: the reader's.

    `unsent`: how many letters of the cohort were not sent.
    """
    could = bool(POLICY[Action.DELETION_ANNOUNCE] & set(roles))
    why_not = why_not_announce(own)
    is_live = own.goes_from is not None
    return DeletionPart(
        sentences=_sentences(own, unsent),
        announces=could and why_not is None,
        calls_off=is_live and bool(POLICY[Action.DELETION_CALL_OFF] & set(roles)),
        why_not=None if is_live else why_not,
        earliest=earliest(own.today).isoformat(),
        days=LEAST_DAYS,
        past=[_line(each, zone) for each in announcements],
    )


def _unsent(count: int) -> Text:
    return ngettext(
        "{count} letter of this cohort was not sent yet. If it is not sent by then, it goes with "
        "the rest and is never sent.",
        "{count} letters of this cohort were not sent yet. Those that are not sent by then go with "
        "the rest and are never sent.",
        count=count,
    )


def _sentences(own: Retained, unsent: int) -> list[Text]:
    backups = ngettext(
        "Backups hold what they held: the last of those that were made by then is removed after "
        "about {count} month, if only Waypost looks after them.",
        "Backups hold what they held: the last of those that were made by then is removed after "
        "about {count} months, if only Waypost looks after them.",
        count=MONTHS,
    )
    if own.state is RetentionState.DELETED:
        return [backups]
    goes_from = own.goes_from
    if goes_from is None:
        return [
            _("Nothing is deleted by itself: it is announced first, and waits for an operator."),
        ]
    if own.waits_for_command:
        when = _(
            "They could go since {day:date}: an operator deletes them with the command "
            "“retention delete”.",
            day=goes_from,
        )
    else:
        when = _(
            "They go on {day:date} at the earliest, when an operator runs the command “retention "
            "delete”. Until then all of it is here, and a hold calls it off.",
            day=goes_from,
        )
    return [when, *([_unsent(unsent)] if unsent else []), backups]


def _line(own: Announced, zone: str) -> AnnouncedLine:
    made, ended = own.deletion_announcement, own.deletion_call_off
    return AnnouncedLine(
        made=_(
            "Announced {at:long_moment} by {person}, for {day:date}",
            at=local(made.at, zone),
            person=own.person.display_name,
            day=made.goes_from,
        ),
        reason=made.reason,
        ended=_ended(own, zone),
        end_reason=ended.reason if ended else "",
        gone=_gone(own),
    )


def _ended(own: Announced, zone: str) -> Text | None:
    if own.deletion:
        count = sum(own.deletion.numbers.values())
        return ngettext(
            "Deleted {at:long_moment}: {count} record",
            "Deleted {at:long_moment}: {count} records",
            count=count,
            at=local(own.deletion.at, zone),
        )
    return _called_off(own.deletion_call_off, zone) if own.deletion_call_off else None


def _called_off(ended: DeletionCallOff, zone: str) -> Text:
    at = local(ended.at, zone)
    if ended.cause is Cause.HELD:
        return _("Called off by a hold {at:long_moment}", at=at)
    if ended.cause is Cause.POLICY:
        return _("Called off by a longer policy {at:long_moment}", at=at)
    if ended.cause is Cause.STUDIED:
        return _("Called off {at:long_moment}, since a study took the cohort", at=at)
    if ended.cause is Cause.OUTDATED:
        return _("Called off {at:long_moment}: the records had become due later", at=at)
    if ended.cause is Cause.RESTORED:
        return _("Called off {at:long_moment}, since a backup was restored", at=at)
    return _("Called off {at:long_moment}", at=at)


def _gone(own: Announced) -> list[GoneLine]:
    counts: Counter[RecordKind] = Counter()
    for table, number in (own.deletion.numbers if own.deletion else {}).items():
        goes = TABLES.get(table)
        if isinstance(goes, Goes) and goes.is_counted:
            counts[goes.kind] += number
    return [
        GoneLine(KINDS[kind], styles.number(counts[kind])) for kind in RecordKind if counts[kind]
    ]
