"""A simulated term: nobody gets more than the limit, nothing in quiet hours, nothing untrue.

`pytest -s tests/messages/reminders/test_term.py` prints it, a line for each of the fifty.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from app.core.db import Database
from app.language.stored import from_json
from app.messages.reminders.timing.rules import Setting
from app.messages.reminders.truth.rules import SIGNED
from app.messages.reminders.week.rules import A_WEEK, UNANSWERED
from app.messages.rules import TOO_LATE
from app.messages.streams.rules import is_quiet
from tests.messages.reminders.term import CLINIC, LETTERS, OUTAGE, Kind, Member, Sent, Term
from tests.messages.server import Behavior, FakeMailServer


@pytest.fixture
def term(database: Database, session: Session) -> Iterator[Term]:
    with FakeMailServer(Behavior()) as server:
        yield Term(database, session, f"smtp://127.0.0.1:{server.port}")


def test_nobody_gets_too_much_or_at_night_or_what_is_not_so(term: Term) -> None:
    term.live()
    print("\n".join(table(term)))  # noqa: T201 - the term, for whoever reads the output
    by_member = letters_of(term)
    for member, letters in by_member.items():
        assert max(Counter(monday(clock(sent)) for sent in letters).values()) <= A_WEEK, member
        assert longest_silence(term, member, letters) <= UNANSWERED, member
    assert [sent for sent in term.sent if sent.lies] == []
    asleep = (is_quiet(term.quiet_of(sent.member), sent.at, sent.member.zone) for sent in term.sent)
    assert not any(asleep)
    assert [sent for sent in term.sent if not is_at_its_moment(term, sent)] == []
    reached = {member.kind for member in by_member}
    assert reached == set(Kind) - {Kind.DECLINING}
    assert {rule for sent in term.sent for rule, _ in sent.things} == set(LETTERS)
    assert {sent.member.zone for sent in term.sent} == {member.zone for member in term.members}
    assert untrue_in_the_outage(term)


def letters_of(term: Term) -> dict[Member, list[Sent]]:
    found: defaultdict[Member, list[Sent]] = defaultdict(list)
    for sent in term.sent:
        found[sent.member].append(sent)
    return found


def clock(sent: Sent) -> datetime:
    """When it went, on the clock of whoever it went to."""
    return sent.at.astimezone(ZoneInfo(sent.member.zone))


def monday(at: datetime) -> date:
    return at.date() - timedelta(days=at.weekday())


def longest_silence(term: Term, member: Member, letters: list[Sent]) -> int:
    """The most letters to somebody between two acts of theirs."""
    acts = sorted(term.acts[member.enrollment_id])
    return max(Counter(sum(act <= sent.at for act in acts) for sent in letters).values())


def is_at_its_moment(term: Term, sent: Sent) -> bool:
    """At one on their own clock, an hour before, or when the quiet hours or the outage ended."""
    if sent.at == OUTAGE[1]:
        return True
    hour = CLINIC.ends if sent.member.kind is Kind.BUSY else Setting.clock
    starts = [unit.starts_at for unit in term.units if unit.starts_at is not None]
    return clock(sent).time() == hour or sent.at + timedelta(hours=1) in starts


def untrue_in_the_outage(term: Term) -> bool:
    """Whether letters were left unsent for what was done meanwhile, and for being too late."""
    left = [from_json(message.dropped_reason or {}) for _, message in term.dropped]
    return {SIGNED, TOO_LATE} <= set(left)


# ------------------------------------------------------------------------------------ to be read


def table(term: Term) -> list[str]:
    """The whole term: who got what when, week by week; the hour is the reader's own."""
    weeks = sorted({monday(clock(sent)) for sent in term.sent})
    by_member = letters_of(term)
    lines = ["", "The term, by the week (from Monday) in which a letter went:"]
    for member in term.members:
        city = member.zone.rpartition("/")[2].replace("_", " ")
        lines += ["", f"{member.name}, {city}"]
        letters = by_member.get(member, [])
        lines += [
            f"  {week:%b %d}  {_week(letters, week)}" for week in weeks if _week(letters, week)
        ]
        lines += [] if letters else ["  no letter"]
    lines += ["", "Written and not sent, since it was not so any more:"]
    for member, message in term.dropped:
        lines.append(f"  {member.name}: {from_json(message.dropped_reason or {})}")
    per_kind = Counter(sent.member.kind for sent in term.sent)
    counts = ", ".join(f"{kind.name.lower()} {per_kind[kind]}" for kind in Kind)
    return [*lines, "", f"{len(term.sent)} letters to {len(by_member)} of 50 people: {counts}."]


def _week(letters: list[Sent], week: date) -> str:
    own = [sent for sent in letters if monday(clock(sent)) == week]
    return "; ".join(f"{clock(sent):%a %H:%M %Z} {_said(sent)}" for sent in own)


def _said(sent: Sent) -> str:
    return ", ".join(
        f"{LETTERS[rule]} {unit.removeprefix('Week ')}".removesuffix(" 0")
        for rule, unit in sent.things
    )
