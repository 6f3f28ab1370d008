"""What files make of marks: once, by one save, and never over what somebody set by hand."""

from datetime import datetime
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.excuses.actions import answer
from app.casework.excuses.enums import ExcuseStep
from app.casework.imports import actions, queries
from app.casework.imports.facts import NOBODY
from app.casework.imports.models import AttendanceAlias, AttendanceImport
from app.casework.imports.reviewing import At, Reviewed, read_kept, read_sent, reviewed
from app.casework.models import AttendanceChange
from app.casework.rules import Mark, Submitted
from app.certificates.marks.actions import save_marks, undo_save
from app.cohorts.people.actions import merge_people
from app.core.models import AuditLine
from app.people.models import EmailAddress
from tests.casework.absences import ask
from tests.casework.marks import mark
from tests.cast import NOW, Cast, add_enrollment, make_person

HEADER = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n"
Status = AttendanceStatus


def row(name: str, address: str = "", start: str = "12:00", end: str = "12:50") -> str:
    return f"{name},{address},11/12/2026 {start},11/12/2026 {end},50\n"


BOTH = HEADER + row("Ada", "ada@example.org") + row("Nan Nakai", start="12:12")


def applied(
    session: Session,
    at: At,
    by: UUID | None,
    *texts: str,
    chosen: dict[str, str] | None = None,
    now: datetime = NOW,
) -> Reviewed:
    """As the desk does: with all files that were sent for the session."""
    held = at.unit.session_id
    assert held
    sent = [read_sent(f"{n}.csv", text.encode()) for n, text in enumerate(texts)]
    actions.keep(session, held, sent, by=by, now=now)
    files = [read_kept(kept) for kept in queries.imports_of(session, held)]
    found = reviewed(session, at, files, chosen or {}, by=by)
    actions.apply(session, held, found, save_marks=save_marks, by=by, now=now)
    return found


def test_minutes_and_status_are_saved_as_an_import(
    session: Session, cast: Cast, at: At, held: UUID
) -> None:
    applied(session, at, cast.id("fay"), BOTH)
    ada = mark(session, at, cast.enrollment("ada").id)
    nan = mark(session, at, cast.enrollment("nan").id)
    assert ada == Mark(Status.PRESENT, 1, AttendanceSource.IMPORT, 50)
    assert nan == Mark(Status.PARTIAL, 1, AttendanceSource.IMPORT, 38)
    (line,) = session.scalars(
        select(AuditLine).where(col(AuditLine.act) == "attendance_file.applied")
    )
    assert line.facts["marks"] == 2
    (kept,) = queries.imports_of(session, held)
    assert (kept.by, kept.applied_at, len(kept.rows)) == (cast.id("fay"), NOW, 3)
    assert kept.rows[1] == [
        2,
        "Ada",
        "ada@example.org",
        "11/12/2026 12:00",
        "11/12/2026 12:50",
        "50",
    ]


def test_who_is_in_no_file_is_excused_where_that_was_granted_and_else_absent(
    session: Session, cast: Cast, at: At, held: UUID
) -> None:
    earlier, here = NOW.replace(day=11), cast.learner("ada")
    for persona in ("ada", "nan"):
        excuse = ask(session, cast, persona, position=1, now=earlier)
        grant, by = ExcuseStep.GRANTED, cast.id("fay")
        if persona == "ada":
            answer(session, here, excuse.id, grant, "", by=by, now=earlier)
    applied(session, at, cast.id("fay"), HEADER + row("Somebody Else"))
    assert mark(session, at, cast.enrollment("ada").id).status is Status.EXCUSED
    assert mark(session, at, cast.enrollment("nan").id).status is Status.ABSENT


def test_who_was_excused_and_came_is_present(
    session: Session, cast: Cast, at: At, held: UUID
) -> None:
    earlier, here = NOW.replace(day=11), cast.learner("ada")
    excuse = ask(session, cast, position=1, now=earlier)
    answer(session, here, excuse.id, ExcuseStep.GRANTED, "", by=cast.id("fay"), now=earlier)
    applied(session, at, cast.id("fay"), BOTH)
    assert mark(session, at, cast.enrollment("ada").id).status is Status.PRESENT


def test_the_same_file_again_changes_nothing(
    session: Session, cast: Cast, at: At, held: UUID
) -> None:
    applied(session, at, cast.id("fay"), BOTH)
    again = applied(session, at, cast.id("fay"), BOTH)
    assert again.review.changes == []
    assert len(session.scalars(select(AttendanceImport)).all()) == 1
    assert mark(session, at, cast.enrollment("ada").id).version == 1


def test_a_second_file_of_the_session_is_added_to_the_first(
    session: Session, cast: Cast, at: At, held: UUID
) -> None:
    """The host dropped: one session, two meetings."""
    first = HEADER + row("Ada", "ada@example.org", end="12:20") + row("Nan Nakai", end="12:55")
    second = HEADER + row("Ada", "ada@example.org", "12:25", "12:59")
    applied(session, at, cast.id("fay"), first)
    assert mark(session, at, cast.enrollment("ada").id).status is Status.PARTIAL
    applied(session, at, cast.id("fay"), second)
    assert mark(session, at, cast.enrollment("ada").id).minutes == 54
    assert mark(session, at, cast.enrollment("ada").id).status is Status.PRESENT
    assert mark(session, at, cast.enrollment("nan").id).version == 1


def test_an_import_is_undone_like_any_save_and_can_be_applied_again(
    session: Session, cast: Cast, at: At, held: UUID
) -> None:
    applied(session, at, cast.id("fay"), BOTH)
    (own,) = {
        change.save_id
        for change in session.scalars(select(AttendanceChange))
        if change.source is AttendanceSource.IMPORT
    }
    undo_save(session, held, own, by=cast.id("fay"), now=NOW)
    assert mark(session, at, cast.enrollment("ada").id).status is Status.NOT_RECORDED
    applied(session, at, cast.id("fay"), BOTH)
    assert mark(session, at, cast.enrollment("ada").id).status is Status.PRESENT


def namesakes(session: Session, cast: Cast) -> tuple[UUID, UUID]:
    found = []
    for site in ("High Desert", "Sonoran"):
        person = make_person(
            session,
            f"maria-{site[:2].lower()}",
            "Maria",
            "Garcia",
            "MD",
            cast.person("ada").profession,
            institution=cast.institution(site),
        )
        found.append(
            add_enrollment(session, person, cast.fall, at=cast.fall.enrollment_opens_at).id
        )
    session.flush()
    return found[0], found[1]


def test_a_choice_is_remembered_except_of_a_name_that_two_people_share(
    session: Session, cast: Cast, at: At, held: UUID
) -> None:
    maria, _other = namesakes(session, cast)
    text = HEADER + row("Maria Garcia") + row("A. Alvarez iPad")
    sent = read_sent("a.csv", text.encode())
    asked = reviewed(session, at, [sent], {}, by=None).review.questions
    ada = cast.enrollment("ada").id
    whom = {"Maria Garcia": maria, "A. Alvarez iPad": ada}
    chosen = {each.participant.key: str(whom[each.participant.name]) for each in asked}
    applied(session, at, cast.id("fay"), text, chosen=chosen)
    aliases = session.scalars(select(AttendanceAlias)).all()
    assert [(alias.enrollment_id, alias.alias) for alias in aliases] == [(ada, "a alvarez ipad")]
    again = reviewed(session, at, [sent], {}, by=None).review
    assert {match.known.family_name: match.rule for match in again.matched} == {"Alvarez": "alias"}
    assert [each.participant.name for each in again.open_questions] == ["Maria Garcia"]


def test_who_waits_for_a_choice_is_not_marked(
    session: Session, cast: Cast, at: At, held: UUID
) -> None:
    maria, other = namesakes(session, cast)
    applied(session, at, cast.id("fay"), HEADER + row("Maria Garcia") + row("Ada Alvarez"))
    assert mark(session, at, cast.enrollment("nan").id).status is Status.ABSENT
    assert {mark(session, at, key).status for key in (maria, other)} == {Status.NOT_RECORDED}


def test_any_verified_address_of_a_person_is_theirs_and_no_other(
    session: Session, cast: Cast, at: At
) -> None:
    for address, verified in (("a@home.example", NOW), ("a@never.example", None)):
        session.add(
            EmailAddress(
                person_id=cast.id("ada"), address=address, is_primary=False, verified_at=verified
            )
        )
    session.flush()
    text = HEADER + row("x", "A@home.example") + row("y", "a@never.example")
    found = reviewed(session, at, [read_sent("a.csv", text.encode())], {}, by=None).review
    (match,) = found.matched
    assert (match.rule, len(match.participants)) == ("other_email", 1)
    assert [aside.participant.name for aside in found.unknown] == ["y"]


def test_nobody_marks_themselves_by_a_file(
    session: Session, cast: Cast, at: At, held: UUID
) -> None:
    applied(session, at, cast.id("nan"), BOTH)
    assert mark(session, at, cast.enrollment("nan").id).status is Status.NOT_RECORDED
    assert mark(session, at, cast.enrollment("ada").id).status is Status.PRESENT


def test_what_waits_is_thrown_away_and_what_was_applied_stays(
    session: Session, cast: Cast, at: At, held: UUID
) -> None:
    applied(session, at, cast.id("fay"), BOTH)
    waiting = read_sent("b.csv", (BOTH + row("Zoe Quist")).encode())
    actions.keep(session, held, [waiting], by=cast.id("fay"), now=NOW)
    assert actions.discard(session, held, by=cast.id("fay"), now=NOW) == 1
    assert len(queries.imports_of(session, held)) == 1


def test_aliases_go_along_when_two_records_become_one(session: Session, cast: Cast, at: At) -> None:
    found = applied(session, at, cast.id("fay"), HEADER + row("A. Alvarez"))
    (question,) = found.review.questions
    chosen = {question.participant.key: str(cast.enrollment("ada").id)}
    applied(session, at, cast.id("fay"), chosen=chosen)
    merge_people(session, cast.id("ben"), cast.id("ada"), by=cast.id("abe"), now=NOW)
    own = queries.aliases_of(session, [alias.enrollment_id for alias in
                                       session.scalars(select(AttendanceAlias))])  # fmt: skip
    assert {alias for _key, alias in own} == {"a alvarez"}


STATUSES = st.sampled_from([Status.PRESENT, Status.LATE, Status.EXCUSED, Status.ABSENT])
TEXTS = st.sampled_from(
    [
        BOTH,
        HEADER + row("Ada Alvarez"),
        HEADER + row("Nan Nakai", "nan@example.org", end="12:58"),
        HEADER + row("Zoe Quist"),
        HEADER + row("Ada Alvarez", end="12:05") + row("N. Nakai"),
    ]
)
STEPS = st.lists(st.one_of(STATUSES, TEXTS), min_size=1, max_size=6)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_a_hand_s_mark_survives_any_import_in_any_order(
    session: Session, cast: Cast, at: At, held: UUID, steps: list[Status | str]
) -> None:
    ada, by = cast.enrollment("ada").id, cast.id("fay")
    by_hand: Status | None = None
    with session.begin_nested() as one:
        for step in steps:
            if isinstance(step, Status):
                seen = mark(session, at, ada)
                save_marks(session, held, {ada: Submitted(step, seen)}, by=by, now=NOW)
                if seen.status is not step:
                    by_hand = step
            else:
                applied(session, at, by, step)
            session.expire_all()
            if by_hand:
                assert mark(session, at, ada).status is by_hand
                assert mark(session, at, ada).source is AttendanceSource.MANUAL
        one.rollback()
    session.expire_all()


def test_a_file_says_the_same_whoever_looks_and_in_as_many_statements(
    session: Session, cast: Cast, at: At
) -> None:
    chosen = {"nothing": NOBODY}
    sent = read_sent("a.csv", BOTH.encode())
    first = reviewed(session, at, [sent], {}, by=None).review
    other = reviewed(session, at, [sent], chosen, by=cast.id("fay")).review
    assert first.decisions == other.decisions
