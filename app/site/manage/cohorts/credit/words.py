"""What an activity says, line by line, and what changed between two of them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from markupsafe import Markup

from app.credit.accreditations.queries import ProviderAccredited
from app.credit.accreditations.rules import accreditor_of
from app.credit.disclosures.models import DisclosureDecision
from app.credit.eligibility.rules import ApprovedActivity, Rounding
from app.credit.enums import ComponentKind
from app.credit.models import CreditSystem
from app.credit.phrase import credits_text, mark_phrase, with_phrase
from app.language import Text, _, pgettext
from app.language.moments import local
from app.site.manage.cohorts.setup.credit.editor import look_text
from app.site.manage.cohorts.setup.credit.fields import FORMATS
from app.site.manage.cohorts.setup.rehearsal.credit import component_text
from app.site.manage.providers.wording import validity_text
from app.site.parts.credit import most_of, system_name
from app.web.parts import Fact

Said = Text | Markup


Systems = Mapping[str, CreditSystem]
"""By key: what designations are called."""


class Line(NamedTuple):
    """One thing that an activity says."""

    name: str
    term: Text
    text: Said
    unseen: str = ""
    """What the text does not tell, and what is another thing all the same: which picture it is."""


class Change(NamedTuple):
    """One thing that an activity says otherwise than before."""

    term: Text
    before: Said
    after: Said


def as_decided(terms: Mapping[str, Any], decided: DisclosureDecision | None) -> Mapping[str, Any]:
    """Terms in force with what was decided about disclosures since: that counts."""
    if decided is None:
        return terms
    own = {"disclosure_applies": decided.applies, "disclosure_reason": decided.reason}
    return {**terms, **own}


def day_of(approved: ApprovedActivity) -> dict[str, str]:
    """Since when a version is designated, where that is told: it was corrected."""
    return {"designated_at": approved.activity.approved_at.isoformat()}


def lines_of(terms: Mapping[str, Any], systems: Systems, zone: str) -> list[Line]:
    """Everything that is approved, in words. `zone`: of the cohort."""
    most, keys = terms["designated_quarters"], [own["key"] for own in terms["designations"]]
    return [
        Line("title", _("Activity"), terms["title"]),
        Line("provider", _("Provided by"), terms["provider"]),
        Line("joint_providers", _("Jointly with"), "; ".join(terms["joint_providers"])),
        *_formats(terms, zone),
        Line("place", _("Place"), terms["place"]),
        Line(
            "designated_quarters",
            _("Designated at most"),
            most_of(most, (systems[key] for key in keys if key in systems)),
        ),
        *_since(terms, zone),
        *_designations(terms, systems),
        *_components(terms),
        Line("rounding", _("Rounded"), _rounding(terms["rounding"])),
        *(Line(name, term, _statement(terms[name])) for name, term in _STATEMENTS.items()),
        *_printed(terms),
        *_conditions(terms),
    ]


_STATEMENTS = {
    "accreditation_statement": _("Accreditation statement"),
    "designation_statement": _("Designation statement"),
    "claim_statement": _("Claim statement"),
}
_FORMATS: Mapping[str | int, Text] = {option.value: option.label for option in FORMATS}


def _statement(text: str) -> Markup:
    return mark_phrase(with_phrase(text))


def _formats(terms: Mapping[str, Any], zone: str) -> Iterator[Line]:
    own, expires = terms["format"], terms["expires_at"]
    yield Line("format", _("Format of the activity"), _FORMATS[own] if own else "")
    yield Line("learning_format", _("Learning format"), terms["learning_format"])
    day = local(datetime.fromisoformat(expires), zone).date() if expires else None
    yield Line("expires_at", _("Last day of its credit"), _("{day:date}", day=day) if day else "")


def _since(terms: Mapping[str, Any], zone: str) -> Iterator[Line]:
    if since := terms.get("designated_at"):
        day = local(datetime.fromisoformat(since), zone).date()
        yield Line("designated_at", _("Designated since"), _("{day:date}", day=day))


def _designations(terms: Mapping[str, Any], systems: Systems) -> Iterator[Line]:
    """One line for each system: its name, its maximum, its own statement."""
    for own in terms["designations"]:
        system, most = systems.get(own["key"]), own["max_quarters"]
        name = _name(own["key"], system, own.get("version", 1))
        if most is not None:
            at_most = _("{most} at most", most=credits_text(most))
            name = Markup("{}: {}").format(name, at_most)
        said = Markup("{}<br>{}").format(name, _statement(own["statement"]))
        text = said if own["statement"] else name
        yield Line(f"designation-{own['key']}", _("Designated for"), text)


def _name(key: str, system: CreditSystem | None, version: int) -> Text:
    name = system_name(system) if system else key
    if version == 1:
        return name
    return _("{system}, version {version} of its terms", system=name, version=version)


def _components(terms: Mapping[str, Any]) -> Iterator[Line]:
    for part in terms["components"]:
        kind = ComponentKind(part["kind"])
        text = component_text(kind, part["minutes_each"], part["max_quarters"])
        yield Line(f"component-{kind.value}", _("What earns it"), text)


def _rounding(rounding: str) -> Text:
    if Rounding(rounding) is Rounding.HALF_UP:
        return _("To the nearest 0.25, once for all minutes; exactly half goes up")
    return _("To the nearest 0.25, once for all minutes; exactly half goes down")


def _printed(terms: Mapping[str, Any]) -> Iterator[Line]:
    """Who signs, what is shown of them and of the providers, and how it looks."""
    signers, logos = terms["signatories"], terms["logos"]
    names = "; ".join(str(_signatory(own)) for own in signers)
    signatures = ",".join(own.get("signature", "") for own in signers)
    yield Line("signatories", _("Signed by"), names, signatures)
    shown = "; ".join(logo["alt"] for logo in logos)
    yield Line("logos", _("Logos"), shown, ",".join(logo["sha256"] for logo in logos))
    yield Line("template", _("Look of the certificates"), look_text(terms["template"]))


def _signatory(own: Mapping[str, str]) -> Text:
    who = f"{own['name']}, {own['role']}"
    return _("{signatory} (with a signature)", signatory=who) if own.get("signature") else who


def _conditions(terms: Mapping[str, Any]) -> list[Line]:
    complete, evaluate = terms["requires_completion"], terms["requires_evaluation"]
    if complete:
        who = _("Who completes the program")
    elif evaluate:
        who = _("Who has answered the evaluations, for what they attended and attested")
    else:
        who = _("Everybody, for what they attended and attested")
    applies = terms["disclosure_applies"]
    return [
        Line("who", _("Who can claim"), who),
        Line(
            "disclosure_applies",
            _("Financial relationships"),
            pgettext("of a rule", "Are disclosed") if applies else pgettext("of a rule", "Exempt"),
        ),
        Line("disclosure_reason", _("Reason for that"), terms["disclosure_reason"]),
    ]


def facts_of(
    terms: Mapping[str, Any], systems: Systems, zone: str, accredited: ProviderAccredited | None
) -> list[Fact]:
    """The same as a list of facts; nothing is said of what is empty."""
    facts = [Fact(line.term, line.text) for line in lines_of(terms, systems, zone) if line.text]
    if accredited is not None:
        own = accredited.accreditation
        text = _(
            "{accreditor}, {validity}", accreditor=accreditor_of(own), validity=validity_text(own)
        )
        facts.insert(2, Fact(_("Accredited by"), text))
    return facts


def changes(
    before: Mapping[str, Any], after: Mapping[str, Any], systems: Systems, zone: str
) -> list[Change]:
    """What one says otherwise than the other, in the order in which it is told."""
    old = {line.name: line for line in lines_of(before, systems, zone)}
    new = {line.name: line for line in lines_of(after, systems, zone)}
    names = [*old, *(name for name in new if name not in old)]
    return [change for name in names if (change := _change(old.get(name), new.get(name)))]


def _change(was: Line | None, now: Line | None) -> Change | None:
    known = now or was
    assert known is not None
    texts = (was.text if was else "", now.text if now else "")
    if str(texts[0]) != str(texts[1]):
        return Change(known.term, *texts)
    if was and now and was.unseen != now.unseen:
        return Change(known.term, was.text, _("{text}: another picture", text=now.text))
    return None
