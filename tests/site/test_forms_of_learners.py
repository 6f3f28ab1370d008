"""Every form that learners and visitors fill in names what it asks for where that is left empty."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

from annotated_types import MinLen

import app.site
from app.web.forms import Form

STAFF = ("admin", "manage", "teach", "institution", "parts")
NOT_FILLED_IN = {
    "ReadingForm.done",
    "AnswerForm.question",
    "PlaceForm.heading",
    "AttestationForm.statement_version",
    "PersonaForm.persona",
    "LanguageForm.language",
    "SessionForm.session",
    *("BringBackForm.subject", "BringBackForm.back", "SnoozeForm.subject", "SnoozeForm.back"),
    "SnoozeForm.things",
    "InvitationsForm.wanted",
    *(
        "ConsentForm.text",
        "ConsentForm.edition",
        "ConsentForm.do",
        "RaterForm.text",
        "RaterForm.do",
    ),
}
"""What buttons and hidden fields send."""
SAY_IT_THEMSELVES = {
    "AnswerForm.option",
    "CodeForm.code",
    "LinkRequestForm.email",
    "ReflectionForm.text",
    "ClaimForm.quarters",
    "ProfileForm.zone",
    "FileForm.file",
}
"""A validator of their own has the sentence."""


def forms(base: type[Form] = Form) -> Iterator[type[Form]]:
    for kind in base.__subclasses__():
        yield kind
        yield from forms(kind)


def needed(kind: type[Form]) -> Iterator[str]:
    for name, field in kind.model_fields.items():
        filled = any(isinstance(part, MinLen) and part.min_length for part in field.metadata)
        if (field.is_required() or filled) and name not in kind.asked_for:
            yield f"{kind.__name__}.{name}"


def of_learners() -> set[type[Form]]:
    for found in pkgutil.walk_packages(app.site.__path__, "app.site."):
        importlib.import_module(found.name)
    staff = tuple(f"app.site.{folder}." for folder in STAFF)
    return {kind for kind in forms() if is_ours(kind, staff)}


def is_ours(kind: Any, staff: tuple[str, ...]) -> bool:
    return kind.__module__.startswith("app.site.") and not kind.__module__.startswith(staff)


def test_what_is_left_empty_is_asked_for_by_name() -> None:
    kinds = of_learners()
    assert len(kinds) >= 9
    unnamed = {name for kind in kinds for name in needed(kind)}
    assert unnamed <= NOT_FILLED_IN | SAY_IT_THEMSELVES
