"""Reads of the reports to leaders that were ordered and made."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Program
from app.outcomes.disclosure.cells import Edition, from_json
from app.outcomes.disclosure.models import ShownTable
from app.outcomes.leadership.models import LeadershipReport, LeadershipReportFile
from app.outcomes.leadership.records import RanCohort
from app.outcomes.leadership.shown import Earlier, table_name
from app.people.models import Person


@dataclass(frozen=True)
class MadeReport:
    """A report with what became of it."""

    report: LeadershipReport
    by: Person | None
    sha256: str | None
    """Of the PDF; None: it is not made yet."""
    cut_off: datetime | None
    paragraph: str | None


def _with_file() -> Select[*tuple[Any, ...]]:
    """Reports without their bytes."""
    return (
        select(
            LeadershipReport,
            Person,
            col(LeadershipReportFile.sha256),
            col(LeadershipReportFile.cut_off),
            col(LeadershipReportFile.paragraph),
        )
        .outerjoin(Person, col(Person.id) == col(LeadershipReport.ordered_by))
        .outerjoin(
            LeadershipReportFile,
            col(LeadershipReportFile.report_id) == col(LeadershipReport.id),
        )
    )


def reports_of(session: Session, program_ids: Collection[UUID]) -> Mapping[UUID, list[MadeReport]]:
    """The reports of some programs, each program's newest first: one statement."""
    rows = session.execute(
        _with_file()
        .where(col(LeadershipReport.program_id).in_(program_ids))
        .order_by(col(LeadershipReport.number).desc())
    )
    found: dict[UUID, list[MadeReport]] = {id_: [] for id_ in program_ids}
    for row in rows:
        found[row[0].program_id].append(MadeReport(*row))
    return found


def made_report(session: Session, report_id: UUID) -> MadeReport | None:
    """A report by its id."""
    row = session.execute(_with_file().where(col(LeadershipReport.id) == report_id)).first()
    return MadeReport(*row) if row else None


def latest_order(session: Session, program_id: UUID) -> LeadershipReport | None:
    """What was ordered last of a program."""
    ordered = select(LeadershipReport).where(col(LeadershipReport.program_id) == program_id)
    return session.scalars(ordered.order_by(col(LeadershipReport.number).desc()).limit(1)).first()


def file_of(session: Session, report_id: UUID) -> LeadershipReportFile | None:
    """The PDF of a report; None: it is not made yet."""
    return session.get(LeadershipReportFile, report_id)


def has_file(session: Session, report_id: UUID) -> bool:
    """Whether a report is made; the PDF itself is not read."""
    made = exists().where(col(LeadershipReportFile.report_id) == report_id)
    return bool(session.scalar(select(made)))


@dataclass(frozen=True)
class TablesTold:
    """All tables that were told of a program, by name, each with its editions in order."""

    editions: Mapping[str, Sequence[Edition]]

    def names(self, kind: str) -> list[str]:
        """The names of one kind of table."""
        return [name for name in self.editions if name.startswith(f"leadership.{kind}:")]

    def before(self, cohorts: Sequence[RanCohort]) -> Earlier:
        """What stands beside a report of some cohorts."""
        every = {
            kind: [own for name in self.names(kind) for own in self.editions[name]]
            for kind in ("people", "cohorts")
        }
        same = {kind: self.editions.get(table_name(kind, cohorts), ()) for kind in every}
        return Earlier(every["people"], every["cohorts"], same["people"], same["cohorts"])


def tables_told_of(session: Session, program_id: UUID) -> TablesTold:
    """All that reports told of a program's groups: one statement."""
    rows = session.scalars(
        select(ShownTable)
        .where(col(ShownTable.scope) == str(program_id), col(ShownTable.name).like("leadership.%"))
        .order_by(col(ShownTable.shown_at), col(ShownTable.name), col(ShownTable.edition))
    )
    found: defaultdict[str, list[Edition]] = defaultdict(list)
    for row in rows:
        found[row.name].append(from_json(row.cells))
    return TablesTold(found)


def wait_for_turn(session: Session, program_id: UUID) -> None:
    """Lock a program until commit, so that no two of its reports get one number."""
    own = select(col(Program.id)).where(col(Program.id) == program_id)
    session.execute(own.with_for_update())


def numbers_used(session: Session, program_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """The highest number of a report of each program that has some."""
    rows = session.execute(
        select(col(LeadershipReport.program_id), func.max(col(LeadershipReport.number)))
        .where(col(LeadershipReport.program_id).in_(program_ids))
        .group_by(col(LeadershipReport.program_id))
    )
    return {row[0]: row[1] for row in rows}
