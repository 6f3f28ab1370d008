"""The policy of a cohort in words: what completes it, in every version, and how long it is kept."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.cohorts.models import PolicyVersion
from app.history.audit_folders.contents.credit import FOLDER
from app.history.audit_folders.contents.readable.texts import Fact, Written, paragraph, told_at, yes
from app.history.audit_folders.contents.records import CohortRead
from app.language import Text, _, ngettext
from app.packs.schema import MakeUpWay, PolicyData

_NUMBERS: Mapping[str, Text] = {
    "modules_required": _("Modules to sign"),
    "sessions_required": _("Sessions that must count"),
    "make_ups_allowed": _("Missed sessions that can be made up"),
    "present_minutes": _("Minutes of attendance that count as present"),
    "late_after_minutes": _("Minutes after the start from which somebody is late"),
    "claim_days": _("Days after the last session in which credit can be claimed"),
    "check_percent": _("Percent of a knowledge check to answer right before signing"),
}
_WAYS: Mapping[str, Text] = {
    "sister_session": _("A session of another cohort"),
    "recording": _("The recording and a reflection"),
    "case_response": _("A written response to the case"),
}
_CREDITS: Mapping[str, Text] = {
    "live": _("live credit"),
    "enduring": _("credit for enduring material"),
    "none": _("no credit"),
}
TOLD = {*_NUMBERS, "excused_leaves_denominator", "surveys", "make_up_ways"}
"""All that a policy says."""


def policy_text(read: CohortRead) -> Written:
    """As `policy.csv` has it for programs."""
    return Written(
        f"{FOLDER}/policy.txt",
        _("The same policy in words, and for how long records are kept"),
        [line for version in read.policies for line in _version(read, version)] + _kept(read),
    )


def _version(read: CohortRead, own: PolicyVersion) -> Iterator[str]:
    heading = _("Policy for completion, version {version}", version=own.version)
    facts = [
        Fact(_("In force since"), told_at(read, own.created_at)),
        Fact(_("Fixed"), told_at(read, own.frozen_at)),
        Fact(_("By"), read.by(own.by)),
        Fact(_("Why"), own.reason),
    ]
    return paragraph(heading, [*facts, *_rules(PolicyData.model_validate(own.data))])


def _rules(policy: PolicyData) -> list[Fact]:
    data: dict[str, Any] = vars(policy)
    return [
        *(Fact(term, str(data[name])) for name, term in _NUMBERS.items() if data[name] is not None),
        Fact(_("An excused session need not be made up"), yes(policy.excused_leaves_denominator)),
        Fact(_("Surveys to answer"), "; ".join(policy.surveys)),
        *(_way(way) for way in policy.make_up_ways if policy.make_ups_allowed),
    ]


def _way(way: MakeUpWay) -> Fact:
    credit = _CREDITS[way.credit]
    if not way.words:
        return Fact(_WAYS[way.way], credit)
    said = ngettext(
        "{credit}, {count} word at least", "{credit}, {count} words at least", count=way.words,
        credit=credit,
    )  # fmt: skip
    return Fact(_WAYS[way.way], said)


def _kept(read: CohortRead) -> list[str]:
    """Why records may be kept for longer is left out: it can be the matter of a court."""
    own = read.retained
    if own is None:
        return []
    facts = [
        Fact(_("Last day on which anything of credit happened, or could"),
             _("{day:date}", day=own.retained.last_day)),
        Fact(_("Whole years after the year of that day"), str(own.years)),
        Fact(_("Kept at least until"), _("{day:date}", day=own.until)),
    ]  # fmt: skip
    return list(paragraph(_("How long records are kept"), facts))
