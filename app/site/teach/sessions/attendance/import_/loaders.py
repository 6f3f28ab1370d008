"""The files of a session, and what would become of them."""

from collections.abc import Mapping, Sequence

from app.casework.imports import queries
from app.casework.imports.facts import Roster
from app.casework.imports.models import AttendanceImport
from app.casework.imports.reviewing import (
    At,
    ColumnsNeededError,
    Reviewed,
    read_kept,
    reviewed,
)
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.site.teach.parts import session_id_of
from app.site.visits import Visit


def load_files(visit: Visit, unit: UnitRow) -> Sequence[AttendanceImport]:
    """All that were sent for a session."""
    return queries.imports_of(visit.db, session_id_of(unit))


def waits(file: AttendanceImport) -> bool:
    """Whether a file was not applied yet."""
    return file.applied_at is None


def load_roster(visit: Visit, here: CohortContext, unit: UnitRow) -> Roster:
    """Everybody who may be in the files of a session."""
    by = visit.actor.person_id
    return queries.roster(visit.db, here.cohort, unit, here.policy, addresses=(), by=by)


def load_reviewed(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    files: Sequence[AttendanceImport],
    whom: Mapping[str, str],
) -> Reviewed:
    """What would become of files, with whom somebody chose.

    Raises `ColumnsNeededError` for the first one of which has to be said what its columns hold.
    """
    at, by = At(here.cohort, unit, here.policy), visit.actor.person_id
    columns = queries.held(visit.db, here.program.id)
    return reviewed(visit.db, at, [read_kept(file, columns) for file in files], whom, by=by)


def load_unnamed(visit: Visit, here: CohortContext, unit: UnitRow) -> AttendanceImport | None:
    """The first file of which somebody has to say what its columns hold.

    Raises `NotAttendanceError` where one cannot be read, or is of another session.
    """
    try:
        load_reviewed(visit, here, unit, load_files(visit, unit), {})
    except ColumnsNeededError as needed:
        return needed.file
    return None
