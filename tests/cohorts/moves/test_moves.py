"""Which texts of a cohort may be moved, and that a move touches nothing but the texts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import CaseSession, ContentMove
from app.cohorts.moves import rules as moves
from app.cohorts.moves.actions import move_content
from app.cohorts.moves.queries import MovedText, past_moves, texts_in_use
from app.cohorts.moves.rules import (
    Choice,
    TextInUse,
    TextVersion,
    Uses,
    versions_fingerprint,
    why_not_these,
    why_stays,
)
from app.cohorts.queries import lock_units
from app.content.models import ContentVersion
from app.core.chains import first_bad_line
from app.core.errors import ConflictError
from app.core.models import AuditLine
from app.language.reasons import Reason
from app.models import metadata
from tests.cast import NOW, Cast
from tests.refusals import refuses
from tests.releases import CASE_2, GUIDE_2, MODULE_2, REWORDED, better_module_2, release

CLOSES = NOW + timedelta(days=30)
WORDS = "The new text names the current guideline."
HOUR = timedelta(hours=1)


def version(letter: str) -> TextVersion:
    return TextVersion(UUID(int=ord(letter)), letter * 64, letter.upper(), NOW, release=1)


def text(
    kind: str = "module",
    *,
    used: str = "a",
    current: str | None = "b",
    earlier: str = "",
    session_at: datetime | None = None,
    position: int = 1,
) -> TextInUse:
    return TextInUse(
        unit_id=UUID(int=position),
        position=position,
        kind=kind,
        key="key",
        version=version(used),
        current=version(current) if current else None,
        session_at=session_at,
        earlier=tuple(map(version, earlier)),
    )


# ------------------------------------------------------------------------------- rules


@pytest.mark.parametrize(
    ("one", "now", "reason"),
    [
        (text(), NOW, None),
        (text(), CLOSES - timedelta(microseconds=1), None),
        (text(), CLOSES, moves.CLOSED),
        (text(current="a"), NOW, moves.CURRENT),
        (text(current="a"), CLOSES, moves.CURRENT),
        (text(current="a", earlier="c"), NOW, None),
        (text(current=None), NOW, moves.GONE),
        (text(current=None, earlier="c"), NOW, moves.GONE),
        (text(session_at=NOW - HOUR), NOW, None),
        (text("case", session_at=NOW + HOUR), NOW, None),
        (text("case", session_at=NOW), NOW, moves.DISCUSSED),
        (text("guide", session_at=NOW - HOUR), NOW, moves.DISCUSSED),
        (text("guide", session_at=None), NOW, None),
        (text("case", current="a", session_at=NOW - HOUR), NOW, moves.CURRENT),
    ],
)
def test_text_stays_with_a_reason(one: TextInUse, now: datetime, reason: Reason | None) -> None:
    assert why_stays(one, closes_at=CLOSES, now=now) == reason


def test_current_version_is_offered_first_then_what_was_used_before() -> None:
    assert [other.title for other in text(used="b", current="d", earlier="cabd").others] == [
        "D",
        "C",
        "A",
    ]


LETTERS = "abcd"
texts = st.builds(
    text,
    st.sampled_from(moves.KINDS),
    used=st.sampled_from(LETTERS),
    current=st.sampled_from([None, *LETTERS]),
    earlier=st.text(LETTERS, max_size=4),
    session_at=st.sampled_from([None, NOW - HOUR, NOW, NOW + HOUR]),
)


@given(texts)
def test_a_text_is_never_offered_what_it_has_and_nothing_twice(one: TextInUse) -> None:
    offered = [other.id for other in one.others]
    assert one.version.id not in offered
    assert len(set(offered)) == len(offered)
    if one.is_behind:
        assert one.current is not None
        assert offered[0] == one.current.id


@given(
    st.lists(texts, max_size=6),
    st.lists(st.tuples(st.integers(0, 7), st.sampled_from(moves.KINDS), st.sampled_from("abcde"))),
    st.sampled_from([NOW, CLOSES]),
)
def test_what_may_be_chosen_is_exactly_what_is_offered(
    made: list[TextInUse], asked: list[tuple[int, str, str]], now: datetime
) -> None:
    shown = [
        text(
            made_text.kind,
            used=made_text.version.title.lower(),
            current=made_text.current.title.lower() if made_text.current else None,
            earlier="".join(other.title.lower() for other in made_text.earlier),
            session_at=made_text.session_at,
            position=position,
        )
        for position, made_text in enumerate(made)
    ]
    chosen = [Choice(place, kind, version(letter).id) for place, kind, letter in asked]
    reason = why_not_these(
        shown, chosen, shown=versions_fingerprint(shown), closes_at=CLOSES, now=now
    )
    offered = {
        Choice(text_shown.position, text_shown.kind, other.id)
        for text_shown in shown
        if why_stays(text_shown, closes_at=CLOSES, now=now) is None
        for other in text_shown.others
    }
    places = [(choice.position, choice.kind) for choice in chosen]
    fits = bool(chosen) and set(chosen) <= offered and len(set(places)) == len(places)
    assert (reason is None) == fits
    if fits:
        found = moves.moves_of(shown, chosen)
        assert {(move.text.position, move.text.kind, move.to.id) for move in found} == set(chosen)


@given(st.lists(texts, min_size=1, max_size=5), st.integers(0, 4), st.sampled_from(LETTERS))
def test_stamp_changes_with_any_version_that_was_shown(
    made: list[TextInUse], place: int, letter: str
) -> None:
    at = place % len(made)
    old = made[at]
    changed = text(
        old.kind, used=letter, current=old.current.title.lower() if old.current else None
    )
    other = [*made[:at], changed, *made[at + 1 :]]
    assert (versions_fingerprint(other) == versions_fingerprint(made)) == (
        letter == old.version.title.lower()
    )
    chosen = [Choice(old.position, old.kind, version("b").id)]
    if versions_fingerprint(other) != versions_fingerprint(made):
        reason = why_not_these(
            other, chosen, shown=versions_fingerprint(made), closes_at=CLOSES, now=NOW
        )
        assert reason == moves.CHANGED


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        ([], moves.NOTHING_CHOSEN),
        ([Choice(1, "module", version("b").id)], None),
        ([Choice(1, "module", version("a").id)], moves.NOT_OFFERED),
        ([Choice(1, "case", version("b").id)], moves.NOT_OFFERED),
        ([Choice(2, "module", version("b").id)], moves.NOT_OFFERED),
        ([Choice(1, "module", version(letter).id) for letter in "bc"], moves.TWO_CHOSEN),
    ],
)
def test_choice_is_refused_with_a_reason(chosen: list[Choice], reason: Reason | None) -> None:
    shown = [text(earlier="c")]
    assert (
        why_not_these(shown, chosen, shown=versions_fingerprint(shown), closes_at=CLOSES, now=NOW)
        == reason
    )


# ------------------------------------------------------------------------- what is read


def in_use(session: Session, cast: Cast) -> list[TextInUse]:
    return texts_in_use(session, [cast.fall.id])[cast.fall.id]


def behind(session: Session, cast: Cast) -> list[tuple[int, str]]:
    return [(text.position, text.kind) for text in in_use(session, cast) if text.is_behind]


def test_new_cohort_uses_the_current_version_of_every_text(session: Session, cast: Cast) -> None:
    found = in_use(session, cast)
    assert [(text.position, text.kind) for text in found] == [
        (position, kind) for position in range(1, 5) for kind in moves.KINDS
    ]
    assert not any(text.is_behind or text.others for text in found)


def test_running_cohort_keeps_its_versions_when_a_new_release_is_loaded(
    session: Session, cast: Cast
) -> None:
    before = in_use(session, cast)
    release(session, (MODULE_2, *REWORDED), (GUIDE_2, "Guide only 2.", "Guide only 2!"))
    after = in_use(session, cast)
    assert [text.version for text in after] == [text.version for text in before]
    assert behind(session, cast) == [(2, "module"), (2, "guide")]


def test_text_that_the_program_dropped_has_no_current_version(session: Session, cast: Cast) -> None:
    syllabus = ', {"module": "module-4", "case": "case-4"}'
    fewer = '"modules_required": 4', '"modules_required": 3'
    release(session, ("program.yaml", syllabus, ""), ("program.yaml", *fewer), without="4")
    gone = [(text.position, text.kind) for text in in_use(session, cast) if text.current is None]
    assert gone == [(4, "module"), (4, "case"), (4, "guide")]


def test_release_of_another_program_puts_nobody_behind(session: Session, cast: Cast) -> None:
    release(session, (MODULE_2, *REWORDED), program="coach-approach")
    assert behind(session, cast) == []
    coach = cast.cohort("coach-2026").id
    assert [text.position for text in texts_in_use(session, [coach])[coach] if text.is_behind] == [
        2
    ]


def test_canceled_session_was_never_discussed(session: Session, cast: Cast, now: datetime) -> None:
    cast.case_session("fall-2026", 1).canceled_at = now
    session.flush()
    assert {text.session_at for text in in_use(session, cast) if text.position == 1} == {None}


# ----------------------------------------------------------------------------- the act


def pick(found: Sequence[TextInUse], *places: tuple[int, str]) -> list[Choice]:
    return [
        Choice(text.position, text.kind, text.others[0].id)
        for text in found
        if (text.position, text.kind) in places
    ]


def move(
    session: Session,
    cast: Cast,
    *places: tuple[int, str],
    shown: str | None = None,
    now: datetime = NOW,
) -> UUID:
    found = in_use(session, cast)
    return move_content(
        session,
        cast.fall,
        lock_units(session, cast.fall.id),
        pick(found, *places),
        shown=versions_fingerprint(found) if shown is None else shown,
        signed={cast.unit("fall-2026", 2).id: 31},
        reason=WORDS,
        by=cast.id("cora"),
        now=now,
    )


def test_move_gives_the_chosen_texts_the_current_versions_and_no_other(
    session: Session, cast: Cast
) -> None:
    better_module_2(session)
    release(session, (CASE_2, "Case for learners 2.", "Case for learners, 2."))
    move(session, cast, (2, "module"))
    assert behind(session, cast) == [(2, "case")]
    unit = cast.unit("fall-2026", 2)
    text = session.get_one(ContentVersion, unit.module_version_id)
    assert "Better text of module 2." in text.html
    assert (unit.title, unit.short_title) == ("Module 2, made better", "Module 2")


def test_moving_a_case_leaves_the_title_of_a_unit_with_a_module(
    session: Session, cast: Cast
) -> None:
    release(session, (CASE_2, '"Case 2"', '"Case two"'))
    move(session, cast, (2, "case"))
    unit = cast.unit("fall-2026", 2)
    assert (unit.title, unit.case_title) == ("Module 2 title", "Case two")


def test_moving_a_case_gives_its_title_to_a_unit_that_has_no_module(
    session: Session, cast: Cast
) -> None:
    cast.unit_model("fall-2026", 2).module_version_id = None
    session.flush()
    release(session, (CASE_2, '"Case 2"', '"Case two"'))
    move(session, cast, (2, "case"))
    unit = cast.unit("fall-2026", 2)
    assert (unit.title, unit.short_title) == ("Case two", "Case two")


def test_move_touches_nothing_but_units_moves_and_the_trail(session: Session, cast: Cast) -> None:
    better_module_2(session)
    session.flush()

    def rows() -> dict[str, list[tuple[object, ...]]]:
        return {
            table.name: [tuple(row) for row in session.execute(select(table))]
            for table in metadata.sorted_tables
        }

    before = rows()
    move(session, cast, (2, "module"))
    changed = {name for name, found in rows().items() if found != before[name]}
    assert changed == {"unit", "content_move", "audit_line"}


def test_move_writes_one_line_with_hashes_before_and_after_and_the_reason(
    session: Session, cast: Cast
) -> None:
    better_module_2(session)
    before = cast.unit("fall-2026", 2).module_version_id
    act_id = move(session, cast, (2, "module"))
    after = cast.unit("fall-2026", 2).module_version_id
    (line,) = session.scalars(
        select(AuditLine).where(col(AuditLine.act) == "cohort.content-moved")
    ).all()
    assert (line.actor_id, line.object_id, line.reason) == (
        cast.id("cora"),
        str(cast.fall.id),
        WORDS,
    )
    assert line.facts == {
        "act": str(act_id),
        "moves": [
            {
                "unit": 2,
                "kind": "module",
                "key": "module-2",
                "before": session.get_one(ContentVersion, before).hash,
                "after": session.get_one(ContentVersion, after).hash,
                "signed": 31,
            }
        ],
    }
    assert first_bad_line(session) is None


def test_moved_text_can_be_moved_back_and_forth(session: Session, cast: Cast) -> None:
    better_module_2(session)
    first = cast.unit("fall-2026", 2)
    for hours, expected in ((0, "Module 2, made better"), (1, "Module 2 title")):
        move(session, cast, (2, "module"), now=NOW + hours * HOUR)
        assert cast.unit("fall-2026", 2).title == expected
    assert cast.unit("fall-2026", 2).module_version_id == first.module_version_id
    acts = past_moves(session, cast.fall.id)
    assert [(act.by, act.reason, act.texts) for act in acts] == [
        (cast.person("cora").display_name, WORDS, [MovedText(2, "module")])
    ] * 2
    assert acts[0].moved_at > acts[1].moved_at


def test_move_is_refused_when_a_release_was_loaded_since_the_page(
    session: Session, cast: Cast
) -> None:
    better_module_2(session)
    shown = versions_fingerprint(in_use(session, cast))
    release(session, (MODULE_2, "Better text", "Still better text"))
    with refuses(moves.CHANGED, ConflictError):
        move(session, cast, (2, "module"), shown=shown)
    assert session.scalar(select(func.count()).select_from(ContentMove)) == 0


def test_second_move_of_the_same_page_is_refused(session: Session, cast: Cast) -> None:
    better_module_2(session)
    shown = versions_fingerprint(in_use(session, cast))
    move(session, cast, (2, "module"), shown=shown)
    with pytest.raises(ConflictError):
        move(session, cast, (2, "module"), shown=shown)


@pytest.mark.parametrize(
    ("setting", "reason"),
    [("begun", moves.DISCUSSED), ("closed", moves.CLOSED)],
)
def test_move_is_refused_with_the_rules_reason(
    session: Session, cast: Cast, setting: str, reason: Reason
) -> None:
    release(session, (CASE_2, "Case for learners 2.", "Case for learners, 2."))
    if setting == "begun":
        held = session.get_one(CaseSession, cast.unit("fall-2026", 2).session_id)
        held.starts_at = NOW
    else:
        cast.fall.closes_at = NOW
    session.flush()
    with refuses(reason):
        move(session, cast, (2, "case"))


@pytest.mark.parametrize(
    "statement", ["UPDATE content_move SET reason = ''", "DELETE FROM content_move"]
)
def test_what_was_moved_stays_on_record(session: Session, cast: Cast, statement: str) -> None:
    better_module_2(session)
    move(session, cast, (2, "module"))
    with pytest.raises(DBAPIError, match="content_move is refused"), session.begin_nested():
        session.execute(sql(statement))


def test_cohort_is_behind_while_it_is_open_and_uses_what_is_not_current(cast: Cast) -> None:
    fall, spring = cast.fall, cast.spring
    current, old = UUID(int=1), UUID(int=2)
    cohorts = {cohort.id: cohort for cohort in (fall, spring)}
    uses = Uses(cohorts, {old: {fall.id}, current: {fall.id, spring.id}})
    before = fall.closes_at - timedelta(seconds=1)
    assert moves.cohorts_behind(uses, {current}, before) == [fall]
    assert moves.cohorts_behind(uses, {current}, fall.closes_at) == []
    assert moves.cohorts_behind(uses, {current, old}, before) == []
