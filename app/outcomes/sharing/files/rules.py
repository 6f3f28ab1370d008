"""Which file can be asked for, and for how long it is kept."""

from collections.abc import Collection
from datetime import timedelta

from app.language.reasons import Reason, ReasonKind, reason
from app.outcomes.sharing import rules
from app.outcomes.sharing.files.enums import FileKind
from app.outcomes.sharing.records import Held

MAKE = "project.share"
"""The kind of task that makes a file of answers, and of its job."""
KEPT_FOR = timedelta(days=3)
"""From the click on: long enough to download it, and no longer."""
TITLES = {
    FileKind.REDCAP: ReasonKind("sharing.redcap_title", "REDCap project of {project}"),
    FileKind.RESEARCH: ReasonKind("sharing.research_title", "Research file of {project}"),
}
OTHER_MEANWHILE = reason(
    "sharing.other_meanwhile",
    "Another file of this study was made at the same moment. This one is made again beside it.",
)
CHANGED_MEANWHILE = reason(
    "sharing.changed_meanwhile",
    "The study has changed while this file was being made, so it is made again.",
)
CHANGED_SINCE = reason(
    "sharing.changed_since",
    "The study has changed since this file was made, so it is not handed out anymore. Order it "
    "anew.",
)
"""Somebody changed what they allow, or withdrew; which of it, and how many, is told to nobody."""


def why_not_take(held: Held, kind: FileKind, columns: Collection[str]) -> Reason | None:
    """Why a file cannot be taken out. `columns`: what a research file would say of people."""
    sheets = rules.shared(held)
    if kind is FileKind.REDCAP:
        return rules.why_not_share(held, rules.linked_only(sheets))
    return rules.why_not_research(held, sheets, columns)
