"""The lines of the cohort's history."""

import json

from app.core.models import AuditLine
from app.history.audit_folders.contents.records import CohortRead, Sheet
from app.history.audit_folders.contents.rules import tells_facts, tells_why
from app.history.queries import HistoryLine
from app.language import _
from app.language.cells import Cell


def history_sheet(read: CohortRead) -> Sheet:
    """Every act, with who, on whom, when and why, and the hash that chains it."""
    return Sheet(
        "history.csv",
        _("Every act in the cohort: when, what, by whom, on whom, why; with its hash"),
        [_("When"), _("Act"), _("By"), _("On behalf of"), _("Person"), _("Unit"), _("Why"),
         _("Facts"), _("Hash of the line")],
        [_act(read, own) for own in read.lines],
    )  # fmt: skip


def _act(read: CohortRead, own: HistoryLine) -> list[Cell]:
    line, position = own.line, own.thing.position or own.line.facts.get("unit")
    return [
        read.at(line.at), line.act, own.by.display_name if own.by else "", own.behalf,
        own.about.sort_name if own.about else "",
        read.here.label(position) if isinstance(position, int) else "",
        line.reason if tells_why(line.act) else "", _facts(line), line.hash,
    ]  # fmt: skip


def _facts(line: AuditLine) -> str:
    if not tells_facts(line.act):
        return ""
    return json.dumps(line.facts, sort_keys=True, ensure_ascii=False)
