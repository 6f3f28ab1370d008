"""The first administrator, and people of cohorts by file."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from app.cli.opening import open_current_database

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.cohorts.intake.facts import Plan
    from app.cohorts.intake.sheets import Sheet
    from app.core.db import Database
    from app.people.models import Person

commands = typer.Typer(no_args_is_help=True, help="People of cohorts.")


def admin(
    address: Annotated[str, typer.Argument(help="The email address they sign in with.")],
    given_name: Annotated[str, typer.Option(help="For somebody new.")] = "",
    family_name: Annotated[str, typer.Option(help="For somebody new.")] = "",
    institution: Annotated[str, typer.Option(help="For somebody new.")] = "",
    zone: Annotated[str, typer.Option(help="IANA time zone, for somebody new.")] = "UTC",
    revoke: Annotated[bool, typer.Option("--revoke", help="Take the role back.")] = False,
    reset_second_factor: Annotated[
        bool,
        typer.Option("--reset-second-factor", help="For who lost phone and recovery codes."),
    ] = False,
) -> None:
    """Make somebody an administrator; the first one can only be made here."""
    from app.core.clock import utc_now
    from app.people.grants.actions import appoint_administrator

    with open_current_database() as database, database.write() as session:
        known = _known(session, address, zone)
        if revoke or reset_second_factor:
            told = known or _refuse(f"Nobody has {address}.")
            print(_reset(session, told) if reset_second_factor else _dismiss(session, told))
            return
        if known is None and not (given_name and family_name and institution):
            _refuse(f"Nobody has {address}. Give their names and institution too.")
        name = (given_name, family_name)
        person = appoint_administrator(
            session, address, name=name, institution=institution, zone=zone, now=utc_now()
        )
    print(f"{person.display_name} is an administrator and signs in with {address}.")


def _reset(session: "Session", known: "Person") -> str:
    from app.core.clock import utc_now
    from app.people.grants.actions import BY_COMMAND
    from app.people.second_factor.actions import reset

    reset(session, known.id, reason=BY_COMMAND, by=None, now=utc_now())
    return f"{known.display_name} is signed out everywhere and sets up the second step anew."


def _dismiss(session: "Session", known: "Person") -> str:
    from app.core.clock import utc_now
    from app.people.grants.actions import dismiss_administrator

    dismiss_administrator(session, known, now=utc_now())
    return f"{known.display_name} is no longer an administrator."


def _known(session: "Session", address: str, zone: str) -> "Person | None":
    """Whoever has the address; what is none, and an unknown zone, ends the command."""
    from zoneinfo import available_timezones

    from app.people.queries import person_by_address
    from app.people.rules import is_address

    if not is_address(address):
        _refuse(f"{address} is not an email address, such as name@university.edu.")
    if zone not in available_timezones():
        _refuse(f"{zone} is not a time zone, such as America/Denver.")
    return person_by_address(session, address)


@commands.command("import")
def import_people(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX.")],
    cohort: Annotated[str, typer.Option(help="The cohort, as its address names it.")],
    apply: Annotated[
        bool, typer.Option("--apply", help="Write it, if no row needs a choice or is refused.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say what each row of a file would do in a cohort; with --apply, do it."""
    from app.cohorts.intake import command

    with open_current_database() as database:
        plan = _planned(database, _sheet(file), cohort, apply_as=file.name if apply else None)
    code = command.exit_code(plan)
    print(command.as_json(plan) if as_json else "\n".join(command.lines(plan)))
    if apply and code:
        print("Nothing was written: rows wait for a choice or are refused.", file=sys.stderr)
    raise typer.Exit(code)


def _sheet(file: Path) -> "Sheet":
    from app.cohorts.intake.sheets import MAX_FILE, read_sheet

    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_FILE + 1)
    except OSError as error:
        _refuse(f"{file} cannot be opened: {error.strerror}.")
    return read_sheet(content)


def _planned(database: "Database", sheet: "Sheet", cohort: str, *, apply_as: str | None) -> "Plan":
    """What becomes of each row, done if it is to be and can be: `apply_as` is the file's name."""
    from app.cohorts.intake import command
    from app.cohorts.queries import cohort_by_slug
    from app.core.clock import utc_now

    with database.write() if apply_as else database.read() as session:
        here = cohort_by_slug(session, cohort)
        if here is None:
            _refuse(f"There is no cohort called {cohort}.")
        plan = command.planned(session, here, sheet)
        if apply_as and command.exit_code(plan) == 0:
            command.apply_file(session, here, sheet, plan, name=apply_as, now=utc_now())
    return plan


def _refuse(why: str) -> NoReturn:
    print(why, file=sys.stderr)
    raise typer.Exit(1)
