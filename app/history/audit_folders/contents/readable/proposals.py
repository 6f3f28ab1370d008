"""What providers were asked to approve, in words."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from app.credit.phrase import credits_text, with_phrase
from app.credit.proposals.queries import AskedOf
from app.history.audit_folders.contents.credit import FOLDER
from app.history.audit_folders.contents.readable.texts import (
    Fact,
    Written,
    flat,
    paragraph,
    told_at,
    yes,
)
from app.history.audit_folders.contents.records import CohortRead
from app.language import Text, _

_TEXTS: Mapping[str, Text] = {
    "title": _("Title"),
    "provider": _("Provider"),
    "learning_format": _("Format"),
    "place": _("Place"),
    "rounding": _("Rounding"),
    "accreditation_statement": _("Accreditation statement"),
    "designation_statement": _("Designation statement"),
    "claim_statement": _("Claim statement"),
    "disclosure_reason": _("Reason for that"),
    "change_reason": _("Why it changed"),
    "template": _("Look of the certificates"),
}
_CHOICES: Mapping[str, Text] = {
    "requires_completion": _("Needs completion"),
    "requires_evaluation": _("Needs the evaluation"),
    "disclosure_applies": _("Disclosure applies"),
}
_LISTS: Mapping[str, Text] = {"signatories": _("Signatories"), "logos": _("Logos")}
TOLD = {
    *(*_TEXTS, *_CHOICES, *_LISTS),
    *("joint_providers", "designated_quarters", "designations", "components"),
    *("expires_at", "designated_at"),
}
NOT_TOLD = {"format", "accreditation_id"}
"""The format is told in its words; which accreditation it is, in accreditations.csv."""


def proposals_text(read: CohortRead) -> Written:
    """As `proposals.csv` has it for programs."""
    return Written(
        f"{FOLDER}/proposals.txt",
        _("The same proposals in words"),
        [line for asked in read.approvals.asked for line in _proposal(read, asked)],
    )


def _proposal(read: CohortRead, own: AskedOf) -> Iterator[str]:
    said, terms = own.decision, own.proposal.terms
    facts = [
        Fact(_("Asked"), told_at(read, own.proposal.proposed_at)),
        Fact(_("By"), own.asker.display_name),
        Fact(_("Outcome"), said.outcome.value if said else ""),
        Fact(_("When"), told_at(read, said.at if said else None)),
        Fact(_("Decided by"), own.decider.display_name if own.decider else ""),
        Fact(_("In words"), said.word if said else ""),
        *terms_in_words(terms, read),
    ]
    return paragraph(_("Proposal {number}", number=own.proposal.number), facts)


def terms_in_words(terms: Mapping[str, Any], read: CohortRead) -> Iterator[Fact]:
    """Everything that was asked for."""
    yield from (Fact(term, with_phrase(terms.get(key) or "")) for key, term in _TEXTS.items())
    yield Fact(_("Joint providers"), "; ".join(terms["joint_providers"]))
    yield Fact(_("Designated credits"), credits_text(terms["designated_quarters"]))
    yield Fact(_("Expires"), told_at(read, _moment(terms.get("expires_at"))))
    if since := _moment(terms.get("designated_at")):
        yield Fact(_("Designated since"), told_at(read, since))
    yield from (Fact(term, yes(bool(terms.get(key)))) for key, term in _CHOICES.items())
    yield from (Fact(_("System"), _designation(own)) for own in terms["designations"])
    yield from (Fact(_("Part"), _component(own)) for own in terms["components"])
    for key, term in _LISTS.items():
        yield from (Fact(term, "; ".join(flat(own))) for own in terms.get(key, ()))


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def _designation(own: Mapping[str, Any]) -> Text:
    most = own.get("max_quarters")
    known = [own["key"], credits_text(most) if most else "", with_phrase(own.get("statement", ""))]
    return "; ".join(word for word in known if word)


def _component(own: Mapping[str, Any]) -> Text:
    return _(
        "{part}: {minutes} minutes each, {most} at most",
        part=own["kind"],
        minutes=own["minutes_each"],
        most=credits_text(own["max_quarters"]),
    )
