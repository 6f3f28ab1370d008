"""A project's REDCap files at the command line."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from app.core.clock import utc_now
from app.outcomes.redcap.package import Package
from app.outcomes.sharing.actions import pass_to_redcap
from app.settings import Settings
from app.studies.queries import project_by_key


def by_command(session: Session, settings: Settings, key: str, why: str) -> Package | None:
    """A project with the records that may go out; None if there is no such project.

    Raises:
        RefusedError: As `pass_to_redcap`.
    """
    found = project_by_key(session, key)
    if found is None:
        return None
    assert settings.secret_key is not None  # settings see to it
    secret = settings.secret_key.get_secret_value()
    return pass_to_redcap(session, found, secret=secret, why=why, by=None, now=utc_now())


def lines(file: str, package: Package) -> Iterator[str]:
    """What was written, and what was not."""
    records = package.records or ()
    events = len(package.project.design.events)
    yield f"{file}: {events} events, {len(records)} answered questionnaires."
    yield "Not in it: who did not allow it, what people wrote in their own words, mentees' answers."
