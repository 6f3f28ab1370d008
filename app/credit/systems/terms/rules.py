"""What can be entered of a credit system. Pure.

Two systems are no wording: the name of the one is a trademark, and the other is what is certified
and not awarded. What they are called and whose they are stays with the code.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from app.credit.enums import AMA_PRA_1, PARTICIPATION, StepRounding, SystemRole
from app.credit.phrase import PHRASE, PHRASE_TEXT, lint_credit_phrase
from app.language import Text
from app.language.reasons import ReasonKind, reason
from app.people.enums import Profession

if TYPE_CHECKING:
    from app.credit.models import CreditSystem

OF_CODE = frozenset({AMA_PRA_1, PARTICIPATION})
"""The keys of systems whose names the code knows."""
FIXED = ("role", "name", "unit_one", "unit_many", "professions", "needs_verification")
"""What is never entered of these."""
CLAIM_SLOTS = frozenset({"amount", "activity", "claim_statement"})
CERTIFICATE_SLOTS = frozenset({"amount", "day"})
STEPS = (1, 2, 4)
"""In quarters of an hour."""

ENTERED_MEANWHILE = reason(
    "system.entered_meanwhile",
    "Somebody else entered another version at the same time. Look at it first.",
)
NAME_KNOWN = reason("system.name_known", "Another credit system has this name.")
NOT_SO = reason("system.not_so", "A credit system cannot be entered so.")
NAME_IT = reason("system.name_it", "Enter a name with at least one letter from A to Z.")
STAYS_AS_IT_IS = reason(
    "system.stays", "What this system is called and whose it is cannot be changed."
)
UNKNOWN_SLOT = ReasonKind(
    "system.unknown_slot", "{slot} means nothing here. Known are {known:and}."
)
STRAY_BRACE = reason(
    "system.stray_brace",
    "Write braces only around what is filled in, each with its partner.",
)
NOT_ITS_PHRASE = ReasonKind(
    "system.not_its_phrase", "{phrase} is the name of physicians’ credit and of no other."
)
AMOUNT_MISSING = ReasonKind("system.amount_missing", "Write {slot} where the amount goes.")
_UNITS = ("unit_one", "unit_many")
_PLAIN = ("name", *_UNITS, "heading")
"""In these nothing is filled in."""
_NAMES = (*_PLAIN, "claim_wording", "certificate_wording")
_SLOT = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, kw_only=True)
class SystemTerms:
    """A credit system in the words of `CreditSystem`."""

    role: SystemRole
    name: str
    unit_one: str
    unit_many: str
    step_quarters: int
    rounding: StepRounding
    professions: tuple[Profession, ...]
    needs_verification: bool
    heading: str = ""
    claim_wording: str = ""
    certificate_wording: str = ""
    usual_statement: str = ""


def terms_of(system: CreditSystem) -> SystemTerms:
    """What one says."""
    own = {field.name: getattr(system, field.name) for field in fields(SystemTerms)}
    return SystemTerms(**{**own, "professions": tuple(system.whose)})


def key_of(name: str) -> str:
    """By what claims name a new system: its name in small letters."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40]


def why_not_enter(
    terms: SystemTerms, before: CreditSystem | None, names: Collection[str]
) -> Mapping[str, Text]:
    """What cannot be entered so, by field. `names`: those of all other systems.

    `before`: the version that is changed; None of a new system.
    """
    found: dict[str, Text] = dict(_wordings(terms))
    if before is None or before.key != AMA_PRA_1:
        found = dict(_trademarks(terms)) | found
    if terms.name.casefold() in {name.casefold() for name in names}:
        found["name"] = NAME_KNOWN
    if before is None and not key_of(terms.name):
        found["name"] = NAME_IT
    if before is not None and _is_fixed(before, terms):
        found["name"] = STAYS_AS_IT_IS
    return found


def _is_fixed(before: CreditSystem, terms: SystemTerms) -> bool:
    own = terms_of(before)
    names = FIXED if before.key in OF_CODE else ("role",)
    return any(getattr(own, name) != getattr(terms, name) for name in names)


def _wordings(terms: SystemTerms) -> Iterator[tuple[str, Text]]:
    known = {
        "claim_wording": CLAIM_SLOTS,
        "certificate_wording": CERTIFICATE_SLOTS,
        "usual_statement": frozenset({"credit_phrase"}),
    }
    for name, slots in known.items():
        text = str(getattr(terms, name))
        if wrong := _wrong_in(text, slots):
            yield name, wrong
    if terms.role is SystemRole.CLAIMED and "{amount}" not in terms.claim_wording:
        yield "claim_wording", AMOUNT_MISSING(slot="{amount}")


def _wrong_in(text: str, slots: Collection[str]) -> Text | None:
    for slot in _SLOT.findall(text):
        if slots and slot not in slots:
            known = tuple(f"{{{own}}}" for own in sorted(slots))
            return UNKNOWN_SLOT(slot=f"{{{slot}}}", known=known)
    rest = _SLOT.sub("", text) if slots else text
    if "{" in rest or "}" in rest:
        return STRAY_BRACE
    wrong = lint_credit_phrase(rest)
    return wrong[0] if wrong else None


def _trademarks(terms: SystemTerms) -> Iterator[tuple[str, Text]]:
    """Where a system names the credit of another. What is only noted counts it, in its units."""
    for name in _NAMES:
        text = str(getattr(terms, name))
        counts_it = terms.role is SystemRole.NOTED and name in _UNITS
        if PHRASE.casefold() in " ".join(text.casefold().split()) and not counts_it:
            yield name, NOT_ITS_PHRASE(phrase=PHRASE_TEXT)
        elif name in _PLAIN and (wrong := _wrong_in(text, ())):
            yield name, wrong
