"""Asking whether a provider that was named is one that is known by nearly the same name."""

from collections.abc import Mapping, Sequence

from starlette.datastructures import FormData

from app.language import _
from app.people.providers.rules import named_by, offered
from app.web.forms import FormState
from app.web.parts import Option

IS_IT = "provider_is"
"""The field in which is said which one it is."""


def is_it(form: FormState, field: str, known: Mapping[str, str]) -> Sequence[Option]:
    """What can be meant by the name in a field; nothing until it is asked.

    `known`: every name, with what its provider is called now.
    """
    name = form.value(field)
    is_asked = form.error(IS_IT) or form.value(IS_IT)
    nearly = offered(name, known) if is_asked else ()
    if not nearly:
        return ()
    other = Option(name, _("No, {provider} is another one", provider=name))
    return [*(Option(own, own) for own in nearly), other]


def meant(submitted: FormData, field: str, known: Mapping[str, str]) -> tuple[FormData, str | None]:
    """The fields with the name that is meant, and that name; None where it has to be asked."""
    typed, said = (str(submitted.get(name, "")) for name in (field, IS_IT))
    name = named_by(typed, said, known)
    if name is None or name == typed:
        return submitted, name
    kept = [(own, name if own == field else value) for own, value in submitted.multi_items()]
    return FormData(kept), name


def without_answer(submitted: FormData) -> FormData:
    """The fields of what was asked for anyway."""
    return FormData([own for own in submitted.multi_items() if own[0] != IS_IT])
