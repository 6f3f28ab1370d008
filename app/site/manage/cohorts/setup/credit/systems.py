"""For what credit an activity is designated, as a coordinator chooses it: a few fields a system."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from starlette.datastructures import FormData

from app.credit.eligibility.rules import ApprovedActivity
from app.credit.enums import AMA_PRA_1, PARTICIPATION, SystemRole
from app.credit.models import CreditSystem
from app.credit.phrase import PHRASE, credits_fact, credits_text, with_phrase
from app.credit.proposals.queries import AskedOf
from app.credit.systems.retiring.rules import NOT_OFFERED
from app.credit.systems.rules import Designated, why_not_designate
from app.language import Text, _
from app.site.manage.cohorts.setup.credit.forms import CreditForm, Maximum, Statement
from app.site.parts.credit import system_name
from app.web.forms import Form, FormInvalidError, parse

PREFIXES = ("for_", "most_", "statement_")
"""Before the key of a system: whether it is chosen, its maximum, its statement."""
_CHOSEN = "yes"


class MaximumForm(Form):
    """The most of one system."""

    most: Maximum


class StatementForm(Form):
    """The statement of one designation."""

    asked_for: ClassVar = {"statement": _("Enter the statement of this designation.")}

    statement: Statement


@dataclass(frozen=True)
class SystemChoice:
    """One system that can be chosen, as its part of the form shows it."""

    key: str
    name: Text
    has_maximum: bool
    """Not of physicians' credit, whose maximum is the activity's, nor of a note."""
    has_statement: bool
    usual_statement: str
    """The wording that is the same for everybody; empty where there is none."""


def choices(systems: Sequence[CreditSystem]) -> list[SystemChoice]:
    """What can be chosen. Hours of participation are everybody's in any case."""
    return [
        SystemChoice(
            system.key,
            system_name(system),
            _has_maximum(system),
            _is_other(system),
            system.usual_statement,
        )
        for system in systems
        if system.key != PARTICIPATION
    ]


def designated_in(approved: ApprovedActivity | None, asked: AskedOf | None) -> frozenset[str]:
    """The keys of what a cohort is designated for already, or was asked to be: it keeps these."""
    held = {own.key for own in approved.designated} if approved else set()
    goes_on = asked is not None and asked.is_newest(approved)
    said = asked.proposal.terms["designations"] if asked is not None and goes_on else ()
    return frozenset(held | {own["key"] for own in said})


def why_not_offered(submitted: FormData, retired: Iterable[CreditSystem]) -> dict[str, Text]:
    """What was chosen although it is retired meanwhile: the form has no field for it any more."""
    return {
        f"for_{own.key}": NOT_OFFERED(name=own.name)
        for own in retired
        if submitted.get(f"for_{own.key}") == _CHOSEN
    }


def _is_other(system: CreditSystem) -> bool:
    return system.key != AMA_PRA_1


def _has_maximum(system: CreditSystem) -> bool:
    return _is_other(system) and system.role is not SystemRole.NOTED


def usual_values(systems: Sequence[CreditSystem]) -> dict[str, str]:
    """The wording that is the same for everybody; nothing is chosen."""
    return {f"statement_{own.key}": own.usual_statement for own in systems if own.usual_statement}


def values_of(designations: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What is chosen already, as the terms of an activity have it."""
    found: dict[str, str] = {}
    for own in designations:
        key, most, statement = own["key"], own["max_quarters"], own["statement"]
        if key == PARTICIPATION:
            continue
        found[f"for_{key}"] = _CHOSEN
        if most is not None:
            found[f"most_{key}"] = credits_text(most)
        if statement:
            found[f"statement_{key}"] = statement
    return found


def besides(submitted: FormData) -> FormData:
    """What was sent of everything else."""
    return FormData([own for own in submitted.multi_items() if not own[0].startswith(PREFIXES)])


@dataclass(frozen=True)
class Chosen:
    """What was chosen, and what is wrong with it by field."""

    systems: Sequence[Designated]
    errors: Mapping[str, Text]


def chosen_of(submitted: FormData, systems: Sequence[CreditSystem]) -> Chosen:
    """What was chosen, compared with the maximum of the activity unless that is wrong itself."""
    errors: dict[str, Text] = {}
    most_quarters = _most_of_all(submitted)
    found = [
        _designated(submitted, system, most_quarters or 0, errors)
        for system in systems
        if submitted.get(f"for_{system.key}") == _CHOSEN and system.key != PARTICIPATION
    ]
    if most_quarters is not None and not errors:
        errors |= dict(_wrong(found, most_quarters))
    return Chosen(found, errors)


def _most_of_all(submitted: FormData) -> int | None:
    try:
        return parse(MaximumForm, FormData([("most", submitted.get("designated", ""))])).most
    except FormInvalidError:
        return None


def _designated(
    submitted: FormData, system: CreditSystem, most_quarters: int, errors: dict[str, Text]
) -> Designated:
    most: int | None = None if system.role is SystemRole.NOTED else most_quarters
    statement = ""
    try:
        if _has_maximum(system):
            most = parse(MaximumForm, _part(submitted, system, "most")).most
    except FormInvalidError as invalid:
        errors |= {f"{name}_{system.key}": why for name, why in invalid.errors.items()}
    try:
        if _is_other(system):
            statement = parse(StatementForm, _part(submitted, system, "statement")).statement
    except FormInvalidError as invalid:
        errors |= {f"{name}_{system.key}": why for name, why in invalid.errors.items()}
    if most and _has_maximum(system) and not _says_so_much(system, statement, most):
        errors[f"statement_{system.key}"] = _(
            "This names another amount than the maximum, {most}.", most=credits_fact(most)
        )
    return Designated(system, most, statement)


def _says_so_much(system: CreditSystem, statement: str, most: int) -> bool:
    """Whether a statement that names amounts of its unit names the maximum among them."""
    units = {own.split()[-1].rstrip("™") for own in (system.unit_one, system.unit_many)}
    named = "|".join(map(re.escape, sorted(units, reverse=True)))
    amounts = re.findall(rf"(\d+(?:\.\d+)?)\s+(?:[^\W\d]+\s+){{0,4}}?(?:{named})\b", statement)
    return not amounts or credits_fact(most) in map(Decimal, amounts)


def _part(submitted: FormData, system: CreditSystem, name: str) -> FormData:
    return FormData([(name, submitted.get(f"{name}_{system.key}", ""))])


def why_not_named(form: CreditForm, chosen: Chosen) -> Mapping[str, Text]:
    """Physicians’ credit is named only where it is designated."""
    if chosen.errors or any(own.key == AMA_PRA_1 for own in chosen.systems):
        return {}
    said = {f"statement_{own.key}": own.statement for own in chosen.systems}
    said["designation_statement"] = form.designation_statement
    return {
        name: _("This names credit for physicians, which is not chosen.")
        for name, text in said.items()
        if PHRASE in with_phrase(" ".join(text.split()))
    }


def _wrong(found: Sequence[Designated], most_quarters: int) -> Iterator[tuple[str, Text]]:
    for wrong in why_not_designate(found, most_quarters):
        has_field = wrong.of_maximum and wrong.key != AMA_PRA_1
        yield f"{'most' if has_field else 'for'}_{wrong.key}", wrong.reason
