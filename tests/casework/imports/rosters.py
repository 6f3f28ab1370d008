"""A small roster, and what becomes of files for it; nothing here needs a database."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_DNS, UUID, uuid5
from zoneinfo import ZoneInfo

from app.casework.hours import Hour
from app.casework.imports.facts import Known, Policy, Review, Roster
from app.casework.imports.matching.review import review
from app.casework.imports.reading.files import read_file
from app.casework.imports.reading.placing import Placed, place
from app.casework.rules import Mark

POLICY = Policy(present_minutes=45, late_after_minutes=10)
DENVER = "America/Denver"


def hour(
    day: str = "2026-11-19 10:00", *, zone: str = DENVER, minutes: int = 60, position: int = 3
) -> Hour:
    at = datetime.strptime(day, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone))
    return Hour(position, at.astimezone(UTC), minutes, zone)


def known(
    given: str,
    family: str,
    *addresses: str,
    aliases: Sequence[str] = (),
    mark: Mark | None = None,
    is_expected: bool = True,
    leads: bool = False,
) -> Known:
    own = addresses or (f"{given}.{family}@example.edu".lower().replace(" ", ""),)
    person_id = uuid5(NAMESPACE_DNS, own[0])
    return Known(
        person_id=person_id,
        given_name=given,
        family_name=family,
        site="UNM",
        addresses=own,
        enrollment_id=None if leads else uuid5(person_id, "enrollment"),
        aliases=frozenset(aliases),
        is_expected=is_expected,
        mark=mark or Mark(),
    )


def placed(content: str | bytes, at: Hour | None = None, others: Sequence[Hour] = ()) -> Placed:
    file = read_file(content.encode() if isinstance(content, str) else content)
    return place(file, at or hour(), others, [])


def reviewed(
    content: str | bytes,
    people: Sequence[Known],
    *,
    at: Hour | None = None,
    leaders: Sequence[Known] = (),
    elsewhere: Sequence[str] = (),
    chosen: Mapping[str, str] | None = None,
    is_series: bool = False,
) -> Review:
    roster = Roster(
        at or hour(),
        POLICY,
        people,
        leaders,
        elsewhere=frozenset(elsewhere),
        is_series=is_series,
    )
    return review([placed(content, at)], roster, chosen or {})


def minutes(found: Review) -> dict[str, int | None]:
    """Of everybody who was matched, by family name."""
    return {match.known.family_name: match.presence.minutes for match in found.matched}


def rules(found: Review) -> dict[str, str]:
    return {match.known.family_name: match.rule.value for match in found.matched}


def lists(found: Review) -> dict[str, list[str]]:
    """How files call who is not matched, and who of the roster is absent."""
    return {
        "choose": [question.participant.name for question in found.open_questions],
        "unknown": [aside.participant.name for aside in found.unknown],
        "host": [aside.participant.name for aside in found.hosts],
        "absent": [decision.known.family_name for decision in found.absent],
    }


def enrollment(person: Known) -> UUID:
    assert person.enrollment_id is not None
    return person.enrollment_id
