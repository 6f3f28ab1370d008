"""Telling a table, and remembering what was told."""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit
from app.core.collisions import flush_unique
from app.language.reasons import reason
from app.outcomes.disclosure import queries
from app.outcomes.disclosure.cells import Cell, to_json
from app.outcomes.disclosure.models import ShownTable
from app.outcomes.disclosure.rules import SMALLEST, told

TOLD_MEANWHILE = reason(
    "table.told_meanwhile", "The same table was made a moment ago. Please make it again."
)


def remember_shown(
    session: Session,
    name: str,
    scope: str,
    counts: Mapping[Cell, int],
    *,
    cut_off: datetime,
    waves: Collection[str] = (),
    public: Mapping[Cell, int] = MappingProxyType({}),
    smallest: int = SMALLEST,
    by: UUID | None,
    now: datetime,
) -> ShownTable:
    """Decide what may be told of a table beside all that was told of it before, and remember it.

    Only what is remembered may be shown. A table that tells what its newest edition told is that
    edition. `waves`: the names of tables with the same cells about the same people.
    `public`: numbers of the table that everybody knows anyway, such as how many seats are taken.

    Raises:
        ConflictError: Somebody else told it at the same moment.
        ValueError: A margin is not the sum of its cells.
    """
    before = queries.tables_told(session, {name, *waves}, scope)
    cells = to_json(told(counts, [*(table.edition for table in before), public], smallest=smallest))
    own = [table.row for table in before if table.row.name == name]
    if own and own[-1].cells == cells:
        return own[-1]
    made = ShownTable(
        name=name,
        scope=scope,
        edition=1 + len(own),
        cut_off=cut_off,
        cells=cells,
        shown_at=now,
    )
    session.add(made)
    flush_unique(session, ShownTable, "name, scope, edition", TOLD_MEANWHILE)  # not shown
    facts = {"name": name, "scope": scope, "edition": made.edition}
    audit.record(session, "shown_table.told", "shown_table", made.id, by=by, now=now, facts=facts)
    return made
