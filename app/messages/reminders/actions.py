"""Setting a cohort's rules, and posting the reminders whose moment has come."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.cohorts.queries import wait_for_turn
from app.cohorts.rules import why_not_change
from app.core import audit, outbox
from app.core.errors import require
from app.core.ids import new_id
from app.core.outbox import Letter
from app.messages.reminders.enums import Rule
from app.messages.reminders.models import Reminded, ReminderChange
from app.messages.reminders.queries import lock_people, readers_of, settings_of, versions_of
from app.messages.reminders.reader.rules import Reader
from app.messages.reminders.rules import LATE, plan
from app.messages.reminders.timing.rules import Setting, next_week, why_not_set
from app.messages.reminders.week.rules import Item, Planned
from app.messages.reminders.writing.queries import details
from app.messages.reminders.writing.rules import Details, lead_of, parts_of
from app.messages.streams.rules import next_waking

MOMENT_REACHED = "Its moment had come, and it was true of them."  # not shown


def set_rule(
    session: Session, cohort: Cohort, rule: Rule, setting: Setting, *, by: UUID, now: datetime
) -> bool:
    """Turn a rule of a cohort on or off, or move its moment; False where nothing changes.

    Raises `RefusedError` in an archived cohort, and for a moment that no rule of the kind can have.
    """
    require(why_not_change(wait_for_turn(session, cohort.id)))
    require(why_not_set(rule, setting))
    before = settings_of(session, [cohort.id])[cohort.id][rule]
    if setting == before:
        return False
    version = versions_of(session, cohort.id, rule) + 1
    session.add(_change(cohort, rule, version, setting, by=by, now=now))
    facts = {"rule": rule.value, "before": _facts(before), "after": _facts(setting)}
    audit.record(session, "reminder.rule-set", "cohort", cohort.id, by=by, now=now, facts=facts)
    session.flush()
    return True


def _change(
    cohort: Cohort, rule: Rule, version: int, setting: Setting, *, by: UUID, now: datetime
) -> ReminderChange:
    return ReminderChange(
        cohort_id=cohort.id,
        rule=rule,
        version=version,
        is_on=setting.is_on,
        number=setting.number,
        clock=setting.clock,
        changed_at=now,
        by=by,
    )


def _facts(setting: Setting) -> dict[str, object]:
    clock = setting.clock.isoformat("minutes")
    return {"is_on": setting.is_on, "number": setting.number, "clock": clock}


def remind(
    session: Session, cohort_id: UUID, person_ids: Collection[UUID], *, now: datetime
) -> int:
    """Post what is due to some people and says something of a cohort; how many letters.

    It is planned once more behind a lock on them: whoever looked before may have been second, and
    what they have in other cohorts counts. What a letter says of those is settled with it.
    """
    lock_people(session, person_ids)
    found = [
        (reader, letter)
        for reader in readers_of(session, person_ids, now)
        for letter in plan(reader, now).due(now)
        if any(item.place.cohort_id == cohort_id for item in letter.items)
    ]
    if found:
        _post(session, found, now)
        _record(session, cohort_id, found, now)
    return len(found)


_Due = Sequence[tuple[Reader, Planned]]


def _post(session: Session, found: _Due, now: datetime) -> None:
    said = details(session, (item for _, letter in found for item in letter.items))
    told = [_told(item, _key(letter), now) for _, letter in found for item in letter.items]
    session.execute(insert(Reminded), told)
    outbox.post_all(
        session,
        kind="reminder",
        letters=[_letter(reader, letter, said, now) for reader, letter in found],
        now=now,
    )


def _told(item: Item, letter_key: str, now: datetime) -> dict[str, object]:
    return {
        "id": new_id(),
        "enrollment_id": item.place.enrollment_id,
        "rule": item.thing.rule,
        "about": item.thing.about,
        "letter_key": letter_key,
        "told_at": now,
    }


def _letter(reader: Reader, letter: Planned, said: Details, now: datetime) -> Letter:
    return Letter(
        _key(letter),
        reader.person_id,
        facts={
            "lead": lead_of(letter.items, said, now),
            "parts": parts_of(letter.items, said, now),
        },
        useless_after=_useless_after(reader, letter, now),
    )


def _key(letter: Planned) -> str:
    """By what it says first, which is said once: the second part is the place it is about."""
    place, thing, _ = letter.items[0]
    return f"reminder:{place.enrollment_id}:{thing.rule}:{thing.about}"


def _useless_after(reader: Reader, letter: Planned, now: datetime) -> datetime:
    """When nothing in it is of use any more; and it stays within the week that it counts for."""
    ends = max(item.ends for item in letter.items)
    late = next_waking(reader.choice.quiet, now + LATE, reader.zone)
    return min(ends, late, next_week(now, reader.zone))


def _record(session: Session, cohort_id: UUID, found: _Due, now: datetime) -> None:
    """One line for all: of which rules how many, and who."""
    rules = Counter(item.thing.rule.value for _, letter in found for item in letter.items)
    people = sorted(str(reader.person_id) for reader, _ in found)
    facts = {"letters": len(found), "rules": dict(sorted(rules.items())), "people": people}
    audit.record(
        session,
        "reminder.sent",
        "cohort",
        cohort_id,
        by=None,
        now=now,
        facts=facts,
        reason=MOMENT_REACHED,
    )
