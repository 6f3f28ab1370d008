"""What an activity says, line by line, and what changed between two of them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from app.credit.accreditations.queries import ProviderAccredited
from app.credit.accreditations.rules import accreditor_of
from app.credit.enums import ComponentKind
from app.credit.phrase import credits_text, mark_phrase, phrase_html, with_phrase
from app.credit.rules import Rounding
from app.language import Text, _, pgettext
from app.site.manage.cohorts.setup.rehearsal.credit import component_text
from app.site.manage.providers.wording import validity_text
from app.web.parts import Fact

Said = Text | Markup


class Line(NamedTuple):
    """One thing that an activity says."""

    name: str
    term: Text
    text: Said


class Change(NamedTuple):
    """One thing that an activity says otherwise than before."""

    term: Text
    before: Said
    after: Said


def lines_of(terms: Mapping[str, Any]) -> list[Line]:
    """Everything that is approved, in words."""
    most = terms["designated_quarters"]
    texts: Sequence[tuple[str, Text, Said]] = (
        ("title", _("Activity"), terms["title"]),
        ("provider", _("Provided by"), terms["provider"]),
        ("joint_providers", _("Jointly with"), "; ".join(terms["joint_providers"])),
        ("learning_format", _("Learning format"), terms["learning_format"]),
        ("place", _("Place"), terms["place"]),
        (
            "designated_quarters",
            _("Designated at most"),
            Markup("{} {}").format(credits_text(most), phrase_html(most)),
        ),
        *_components(terms),
        ("rounding", _("Rounded"), _rounding(terms["rounding"])),
        ("accreditation_statement", _("Accreditation statement"), _statement(terms, "accred")),
        ("designation_statement", _("Designation statement"), _statement(terms, "design")),
        ("claim_statement", _("Claim statement"), _statement(terms, "claim")),
        ("signatories", _("Signed by"), _signatories(terms["signatories"])),
        *_conditions(terms),
    )
    return [Line(name, term, text) for name, term, text in texts]


_STATEMENTS = {
    "accred": "accreditation_statement",
    "design": "designation_statement",
    "claim": "claim_statement",
}


def _statement(terms: Mapping[str, Any], which: str) -> Markup:
    return mark_phrase(with_phrase(terms[_STATEMENTS[which]]))


def _components(terms: Mapping[str, Any]) -> list[tuple[str, Text, Said]]:
    return [
        (
            f"component-{part['kind']}",
            _("What earns it"),
            component_text(ComponentKind(part["kind"]), part["minutes_each"], part["max_quarters"]),
        )
        for part in terms["components"]
    ]


def _rounding(rounding: str) -> Text:
    if Rounding(rounding) is Rounding.HALF_UP:
        return _("To the nearest 0.25, once for all minutes; exactly half goes up")
    return _("To the nearest 0.25, once for all minutes; exactly half goes down")


def _signatories(signatories: Sequence[Mapping[str, str]]) -> str:
    return "; ".join(f"{own['name']}, {own['role']}" for own in signatories)


def _conditions(terms: Mapping[str, Any]) -> list[tuple[str, Text, Said]]:
    complete, evaluate = terms["requires_completion"], terms["requires_evaluation"]
    if complete:
        who = _("Who completes the program")
    elif evaluate:
        who = _("Who has answered the evaluations, for what they attended and attested")
    else:
        who = _("Everybody, for what they attended and attested")
    applies = terms["disclosure_applies"]
    return [
        ("who", _("Who can claim"), who),
        (
            "disclosure_applies",
            _("Financial relationships"),
            pgettext("of a rule", "Are disclosed") if applies else pgettext("of a rule", "Exempt"),
        ),
        ("disclosure_reason", _("Reason for that"), terms["disclosure_reason"]),
    ]


def facts_of(terms: Mapping[str, Any], accredited: ProviderAccredited | None) -> list[Fact]:
    """The same as a list of facts; nothing is said of what is empty."""
    facts = [Fact(line.term, line.text) for line in lines_of(terms) if str(line.text)]
    if accredited is not None:
        own = accredited.accreditation
        text = _(
            "{accreditor}, {validity}", accreditor=accreditor_of(own), validity=validity_text(own)
        )
        facts.insert(2, Fact(_("Accredited by"), text))
    return facts


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What one says otherwise than the other, in the order in which it is told."""
    old = {line.name: line for line in lines_of(before)}
    new = {line.name: line for line in lines_of(after)}
    names = [*old, *(name for name in new if name not in old)]
    found = []
    for name in names:
        was, now = old.get(name), new.get(name)
        texts = (was.text if was else "", now.text if now else "")
        known = now or was
        if known is not None and str(texts[0]) != str(texts[1]):
            found.append(Change(known.term, *texts))
    return found
