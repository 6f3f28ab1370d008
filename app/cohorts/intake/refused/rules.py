"""Which rows of a file were refused and why, as they are kept and as they are read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.cohorts.intake.enums import Outcome
from app.cohorts.intake.reasons import NO_REFUSED, OF_SEVERAL, OF_TWO
from app.cohorts.intake.rules import KEPT_FOR
from app.language.stored import store, worded

if TYPE_CHECKING:
    from app.cohorts.intake.facts import Plan, PlannedRow
    from app.cohorts.intake.models import PeopleImport
    from app.language.reasons import Reason
    from app.language.texts import Text


@dataclass(frozen=True)
class RefusedRow:
    """One row that brought nobody in."""

    line: int
    """In the file, its headers counted."""
    name: str
    """As it was written; an address where there is no name."""
    cells: Sequence[str]
    """As they were sent."""
    why: Sequence[Text]


def to_keep(plan: Plan, rows: Iterable[Sequence[Any]]) -> list[dict[str, Any]] | None:
    """The refused rows of a plan as JSON; None if there are none.

    `rows`: number and cells of each, as a file that waits has them.
    """
    cells = {line: list(own) for line, *own in rows}
    kept = [_kept(row, cells[row.row.line]) for row in plan.with_outcome(Outcome.REFUSE)]
    return kept or None


def _kept(planned: PlannedRow, cells: Sequence[str]) -> dict[str, Any]:
    row = planned.row
    said = (row.written, *row.addresses, *row.not_addresses)
    name = next((words for words in said if words), "")
    why = [store(_kept_reason(reason))._asdict() for reason in planned.reasons]
    return {"line": row.line, "name": name, "cells": list(cells), "why": why}


def _kept_reason(reason: Reason) -> Reason:
    return OF_TWO if reason.code == OF_SEVERAL.code else reason


def refused_rows(kept: Iterable[Mapping[str, Any]] | None) -> list[RefusedRow]:
    """The same to be read, in the order of the file."""
    return [
        RefusedRow(
            own["line"],
            own["name"],
            own["cells"],
            [worded(why["text"], why["reason"]) for why in own["why"]],
        )
        for own in kept or ()
    ]


def refused_of(upload: PeopleImport, plan: Plan | None) -> list[RefusedRow]:
    """Those of a file: of its `plan` while it waits, or as they were when it was applied."""
    return refused_rows(to_keep(plan, upload.rows) if plan else upload.refused)


def why_not_forget(upload: PeopleImport) -> Reason | None:
    """Why there are no refused rows of a file to delete."""
    return NO_REFUSED if upload.refused is None else None


def kept_until(upload: PeopleImport) -> datetime | None:
    """When the refused rows of a file are deleted; None: it has none, or none any more."""
    if upload.applied_at is None or upload.refused is None:
        return None
    return upload.applied_at + KEPT_FOR
