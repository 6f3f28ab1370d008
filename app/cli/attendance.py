"""Attendance of sessions by the files that meeting programs save."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from app.cli.opening import open_current_database

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.orm import Session

    from app.casework.imports.reviewing import At, Reviewed, Sent
    from app.core.db import Database

commands = typer.Typer(no_args_is_help=True, help="Attendance of sessions.")


@commands.callback()
def attendance() -> None:
    """Attendance of sessions."""


@commands.command("import")
def import_attendance(
    files: Annotated[list[Path], typer.Argument(help="CSV or XLSX, as the program saved it.")],
    cohort: Annotated[str, typer.Option(help="The cohort, as its address names it.")],
    session: Annotated[int, typer.Option(help="Which session of it, such as 3.")],
    apply: Annotated[
        bool, typer.Option("--apply", help="Write it, if nothing needs a choice.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say who was at a session, by the file of the meeting; with --apply, mark it."""
    from app.casework.imports import command
    from app.casework.saves.actions import AmendmentNeededError

    contents = {file: _content(file) for file in files}
    with open_current_database() as database:
        try:
            count, found = _reviewed(database, contents, cohort, session, apply=apply)
        except AmendmentNeededError as needed:
            page = f"/teach/{cohort}/sessions/{session}/attendance/import"
            _refuse(f"{needed} Nobody can do that here, so nothing was written: use {page}")
    code = command.exit_code(found.review)
    print(command.as_json(found, count) if as_json else "\n".join(command.lines(found)))
    if apply and code:
        print("Nothing was written: somebody has to choose who is meant.", file=sys.stderr)
    raise typer.Exit(code)


def _content(file: Path) -> bytes:
    from app.casework.imports.reading.lines import MAX_FILE

    try:
        with file.open("rb") as opened:
            return opened.read(MAX_FILE + 1)
    except OSError as error:
        _refuse(f"{file} cannot be opened: {error.strerror}.")


def _sent(session: "Session", at: "At", contents: "Mapping[Path, bytes]") -> "Iterator[Sent]":
    from app.casework.imports import queries
    from app.casework.imports.reviewing import read_sent
    from app.core.errors import RefusedError

    columns = queries.held(session, at.cohort.program_id)
    for file, content in contents.items():
        try:
            yield read_sent(file.name, content, columns)
        except RefusedError as refused:
            _refuse(f"{file.name}: {refused}" if len(contents) > 1 else str(refused))


def _reviewed(
    database: "Database",
    contents: "Mapping[Path, bytes]",
    cohort: str,
    position: int,
    *,
    apply: bool,
) -> "tuple[int, Reviewed]":
    """How many files there are, and what becomes of everybody, done if it is to be and can be."""
    from app.casework.imports import command
    from app.casework.imports.reviewing import sent_at_once
    from app.casework.locks.queries import lock_session
    from app.certificates.marks.actions import save_marks
    from app.core import audit
    from app.core.clock import utc_now

    with database.write() if apply else database.read() as session:
        at = _at(session, cohort, position)
        audit.continue_chain(session, at.cohort.id)
        if apply and at.unit.session_id:
            lock_session(session, at.unit.session_id)  # what is said now is what is written
        sent = sent_at_once(list(_sent(session, at, contents)))
        found = command.planned(session, at, sent)
        if apply and command.exit_code(found.review) == 0:
            held, now = at.unit.session_id, utc_now()
            assert held is not None
            command.apply(session, held, found, save_marks=save_marks, now=now)
    return len(sent), found


def _at(session: "Session", cohort: str, position: int) -> "At":
    from app.casework.imports.reviewing import At
    from app.cohorts.enrollments.queries import cohort_context
    from app.cohorts.queries import unit_with_session

    here = cohort_context(session, cohort)
    if here is None:
        _refuse(f"There is no cohort called {cohort}.")
    unit = unit_with_session(session, here.cohort.id, position)
    if unit is None:
        _refuse(f"{here.cohort.title} has no session {position}.")
    return At(here.cohort, unit, here.policy)


def _refuse(why: str) -> NoReturn:
    print(why, file=sys.stderr)
    raise typer.Exit(1)
