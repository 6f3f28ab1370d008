"""Mail: trying it out, and what comes back."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.opening import open_current_database, read_settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.language.reasons import Reason
    from app.messages.trial import Tried

commands = typer.Typer(no_args_is_help=True, help="Mail: trying it out, and what comes back.")

NOT_A_REPORT, TRY_AGAIN = 65, 75
"""As mail servers read them (sysexits.h): what was piped is no good; pipe it again later."""


@commands.command("test")
def send_test(
    address: Annotated[str, typer.Argument(help="Where a test letter is sent.")],
) -> None:
    """Send a test letter now, and say what the mail server answered."""
    from app.core.clock import utc_now
    from app.messages.trial import send_trial

    settings = read_settings()
    with open_current_database() as database, database.read() as session:
        tried: Tried = send_trial(session, settings, address.strip(), now=utc_now())
    print(tried.said, file=sys.stdout if tried.is_sent else sys.stderr)
    raise typer.Exit(0 if tried.is_sent else 1)


@commands.command("bounce")
def read_bounce() -> None:
    """Read a report of undelivered or unwanted mail from standard input; mark its address.

    Ends with 0 if it was understood, with 65 if it is no report about mail of ours, and with 75 if
    it has to be given again, since the database was busy.
    """
    from app.core.errors import BusyError
    from app.messages.bounces.reading import MOST_BYTES, read_report

    report = read_report(sys.stdin.buffer.read(MOST_BYTES))
    try:
        with open_current_database() as database, database.write() as session:
            said = _noted(session, report)
    except BusyError as busy:
        print(busy, file=sys.stderr)
        raise typer.Exit(TRY_AGAIN) from None
    print(said)
    raise typer.Exit(NOT_A_REPORT if _is_none(said) else 0)


def _noted(session: "Session", report: object) -> "Reason":
    from app.core.clock import utc_now
    from app.messages.bounces.actions import note_report
    from app.messages.bounces.reading import Report

    assert isinstance(report, Report)
    return note_report(session, report, now=utc_now())


def _is_none(said: "Reason") -> bool:
    from app.messages.bounces.actions import NO_REPORT, NOT_OURS

    return said in (NO_REPORT, NOT_OURS)
