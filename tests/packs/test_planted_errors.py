"""A pack with mistakes in every corner: all are reported at once, each with its file and line."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.content import command
from app.content.models import ContentVersion
from app.language.languages import ACCENTED, writing_in
from tests.content.planted import MISTAKES, planted
from tests.packs.samples import write


def test_every_planted_mistake_is_reported_and_nothing_else(tmp_path: Path) -> None:
    files, expected = planted()
    report = command.check(write(tmp_path, files))
    errors = {str(problem) for problem in report.problems if not problem.is_warning}

    assert len(expected) == len(MISTAKES) > 20
    assert expected - errors == set()
    assert errors - expected == set()
    assert not report.ok


def test_every_planted_mistake_is_told_in_the_readers_language(tmp_path: Path) -> None:
    problems = command.check(write(tmp_path, planted()[0])).problems
    with writing_in(ACCENTED):
        said = [str(problem.sentence) for problem in problems]
    assert len(said) > 20
    assert [
        sentence for sentence in said if not (sentence.startswith("[") and sentence.endswith("]"))
    ] == []


def test_pack_with_planted_mistakes_loads_nothing(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    before = session.scalar(select(func.count()).select_from(ContentVersion))
    report = command.load(session, command.check(write(tmp_path, planted()[0])), now=now)

    assert report.exit_code == 1
    assert session.scalar(select(func.count()).select_from(ContentVersion)) == before
