"""What becomes of a reflection while it is written in one window, in two, and saved."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.errors import ConflictError
from app.core.models import AuditLine
from app.learning.queries import shared_reflections, work_done
from app.learning.reflections import queries
from app.learning.reflections.actions import keep_draft, save_reflection
from app.learning.reflections.rules import NEWER_TEXT, Seen, Words, Writing
from tests.cast import NOW, Cast
from tests.learning.open_unit import learner_of

LATER = NOW + timedelta(minutes=5)


@dataclass
class Pen:
    """Ada writing in the open unit, in a window that shows what is there when it is opened."""

    session: Session
    seen: Seen = field(default_factory=Seen)

    def __post_init__(self) -> None:
        cast = Cast(self.session)
        self.learner, self.unit = learner_of(cast, "ada"), cast.unit("fall-2026", 2)
        self.seen = self.writing.seen

    @property
    def writing(self) -> Writing:
        return queries.writing(self.session, self.learner.enrollment.id, self.unit.id)

    @property
    def texts(self) -> list[str]:
        """Every version, the newest first."""
        found = queries.versions(self.session, self.learner.enrollment.id, self.unit.id)
        return [version.text for version in found]

    def draft(self, text: str, *, shared: bool = False) -> None:
        self.seen = keep_draft(
            self.session, self.learner, self.unit, text=text, shared=shared, seen=self.seen, now=NOW
        )

    def save(self, text: str, *, shared: bool = False, **more: Any) -> None:
        save_reflection(
            self.session,
            self.learner,
            self.unit,
            text=text,
            shared=shared,
            seen=self.seen,
            now=LATER,
            **more,
        )
        self.seen = self.writing.seen


@pytest.fixture
def pen(session: Session, cast: Cast) -> Pen:
    return Pen(session)


def lines(pen: Pen) -> list[AuditLine]:
    """What the history says of Ada's reflections."""
    own = (
        col(AuditLine.act).startswith("reflection."),
        col(AuditLine.object_id) == str(pen.learner.enrollment.id),
    )
    return list(pen.session.scalars(select(AuditLine).where(*own)))


def test_draft_is_kept_again_and_again_as_one_and_is_no_version(pen: Pen) -> None:
    for text in ("I", "I ass", "I assumed.\n "):
        pen.draft(text)
    assert pen.writing.draft_words == Words("I assumed.\n ", shared=False)
    assert (pen.texts, lines(pen)) == ([], [])
    work = work_done(pen.session, pen.learner.enrollment.id, pen.unit.id)
    assert not work.reflected


def test_saving_makes_a_version_and_ends_the_draft(pen: Pen) -> None:
    pen.draft("I assumed.")
    pen.save("I assumed.")
    assert (pen.texts, pen.writing.draft) == (["I assumed."], None)
    pen.draft("I assumed. I will ask.")
    assert pen.texts == ["I assumed."]
    pen.save("I assumed. I will ask.")
    assert pen.texts == ["I assumed. I will ask.", "I assumed."]


def test_saving_the_same_again_makes_no_version(pen: Pen) -> None:
    pen.save("I assumed.")
    pen.save("I assumed.")
    pen.draft("I assumed. No.")
    pen.save("I assumed.")
    assert (pen.texts, pen.writing.draft, len(lines(pen))) == (["I assumed."], None, 1)


def test_what_was_written_never_enters_the_history(pen: Pen) -> None:
    pen.draft("I assumed.")
    pen.save("I assumed too much.", shared=True)
    (line,) = lines(pen)
    assert "assumed" not in str(line.model_dump())


@pytest.mark.parametrize("does", ["draft", "save"])
@pytest.mark.parametrize("elsewhere", ["draft", "save"])
def test_window_left_open_writes_over_nothing_newer(pen: Pen, does: str, elsewhere: str) -> None:
    pen.save("First.")
    old = Pen(pen.session)
    getattr(pen, elsewhere)("Second.")
    before = (pen.texts, pen.writing.newest)
    with pytest.raises(ConflictError) as conflict:
        getattr(old, does)("Mine.")
    assert conflict.value.reason == NEWER_TEXT
    assert (pen.texts, pen.writing.newest) == before


def test_first_words_in_two_windows_are_no_exception(pen: Pen) -> None:
    old = Pen(pen.session)
    pen.draft("Here.")
    with pytest.raises(ConflictError):
        old.draft("There.")
    assert pen.writing.newest == Words("Here.", shared=False)


def test_same_words_from_two_windows_are_no_conflict(pen: Pen) -> None:
    old = Pen(pen.session)
    pen.draft("Here.")
    old.draft("Here.")
    assert old.seen == pen.seen
    pen.save("Here.")
    Pen(pen.session, Seen()).save("Here.")
    assert pen.texts == ["Here."]


def test_old_window_that_saves_what_is_saved_leaves_the_newer_draft(pen: Pen) -> None:
    pen.save("First.")
    old = Pen(pen.session)
    pen.draft("First. Second.")
    old.save("First.")
    assert pen.writing.draft_words == Words("First. Second.", shared=False)


def test_draft_that_was_decided_against_is_kept_as_a_version(pen: Pen) -> None:
    pen.draft("Elsewhere.", shared=True)
    here = Pen(pen.session)
    here.save("Here.", beside=True)
    assert here.texts == ["Here.", "Elsewhere."]
    shared = [version.shared for version in queries.versions(here.session, *ids(here))]
    assert shared == [False, False]
    assert here.writing.draft is None


def ids(pen: Pen) -> tuple[Any, Any]:
    return pen.learner.enrollment.id, pen.unit.id


def test_facilitators_see_the_newest_version_alone_and_no_draft(pen: Pen) -> None:
    def seen() -> list[str]:
        return [found.reflection.text for found in shared_reflections(pen.session, pen.unit.id)]

    pen.draft("Draft.", shared=True)
    assert seen() == []
    pen.save("First.", shared=True)
    assert seen() == ["First."]
    pen.draft("Second.", shared=True)
    assert seen() == ["First."]
    pen.save("Second.", shared=True)
    assert seen() == ["Second."]
    pen.save("Third.")
    assert seen() == []


def test_draft_that_says_nothing_of_its_own_is_not_shown_as_one(pen: Pen) -> None:
    pen.draft("I")
    pen.draft("")
    assert pen.writing.draft_words is None
    pen.save("I assumed.")
    pen.draft("I assumed!")
    pen.draft("I assumed.")
    assert pen.writing.draft_words is None
    pen.draft("")
    assert pen.writing.draft_words == Words("", shared=False)


@pytest.mark.parametrize("sent", ["", "x", "1", "1.", "-1.2", "1.2.3", "9999999999.1", "１.１"])
def test_what_cannot_be_read_has_seen_nothing(sent: str) -> None:
    assert Seen.read(sent) == Seen()


def test_what_was_seen_is_sent_and_read_back() -> None:
    assert Seen.read(str(Seen(3, 14))) == Seen(3, 14)
