"""Moving a running cohort to other versions of its texts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort, ContentMove, Unit
from app.cohorts.moves import rules as moves
from app.cohorts.moves.queries import made_before, texts_in_use
from app.cohorts.moves.rules import Choice, Move
from app.content import queries as content
from app.content.models import ContentVersion
from app.core import audit
from app.core.errors import ConflictError, require
from app.core.ids import new_id


def move_content(
    session: Session,
    cohort: Cohort,
    units: Sequence[Unit],
    chosen: Collection[Choice],
    *,
    shown: str,
    signed: Mapping[UUID, int],
    reason: str,
    by: UUID,
    now: datetime,
) -> UUID:
    """Let units of a cohort use other versions of their texts; return the act's id.

    The same form sent twice is one act. Nothing that anybody did is touched: who signed a text has
    signed that one. `units`: all of the cohort's, as `lock_units` gave them: nobody signs what is
    being moved. `shown`: the fingerprint of what was chosen from. `signed`: how many live
    attestations rest on each unit's module, for the trail.

    Raises:
        ConflictError: The texts are not those that were shown.
        RefusedError: With the rule's reason.
    """
    if (before := made_before(session, cohort.id, chosen, by=by)) is not None:
        return before
    by_id = {unit.id: unit for unit in units}
    texts = texts_in_use(session, [cohort.id]).get(cohort.id, [])
    why_not = moves.why_not_these(texts, chosen, shown=shown, closes_at=cohort.closes_at, now=now)
    if why_not == moves.CHANGED:
        raise ConflictError(moves.CHANGED)
    require(why_not)
    act_id = new_id()
    made = moves.moves_of(texts, chosen)
    versions = content.versions(session, [move.to.id for move in made])
    for move in made:
        _move(by_id[move.text.unit_id], move, versions[move.to.id])
        session.add(_row(act_id, move, reason, by=by, now=now))
    facts = {"act": str(act_id), "moves": [_facts(move, signed) for move in made]}
    audit.record(
        session,
        "cohort.content-moved",
        "cohort",
        cohort.id,
        by=by,
        now=now,
        facts=facts,
        reason=reason,
    )
    return act_id


def _row(act_id: UUID, move: Move, reason: str, *, by: UUID, now: datetime) -> ContentMove:
    return ContentMove(
        act_id=act_id,
        unit_id=move.text.unit_id,
        kind=move.text.kind,
        from_version_id=move.text.version.id,
        to_version_id=move.to.id,
        moved_at=now,
        by=by,
        reason=reason,
    )


def _move(unit: Unit, move: Move, version: ContentVersion) -> None:
    """Give a unit the version, and its title where that is the text's.

    The title changes also where people have signed: it names the text that the unit has now, and
    what they signed keeps its own words.
    """
    setattr(unit, f"{move.text.kind}_version_id", move.to.id)
    titled = "module" if unit.module_version_id else "case"
    if move.text.kind == titled:
        unit.title = move.to.title
        unit.short_title = version.data.get("short_title", move.to.title)


def _facts(move: Move, signed: Mapping[UUID, int]) -> dict[str, object]:
    text = move.text
    facts: dict[str, object] = {
        "unit": text.position,
        "kind": text.kind,
        "key": text.key,
        "before": text.version.hash,
        "after": move.to.hash,
    }
    if text.kind == "module":
        facts["signed"] = signed.get(text.unit_id, 0)
    return facts
