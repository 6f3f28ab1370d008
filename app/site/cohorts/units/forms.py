"""What a learner sends from a unit's page."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from starlette.datastructures import FormData

from app.language import _
from app.learning import rules
from app.people.actors import Actor
from app.web.forms import Form, FormInvalidError, InvalidError, parse


class ReadingForm(Form):
    """Ticking a reading, or taking the tick back."""

    done: bool


def _written(text: str) -> str:
    if not text.strip():
        raise InvalidError(_("Write your reflection before saving it."))
    return text


class ReflectionForm(Form):
    """A reflection; `shared` with the facilitators only if ticked."""

    text: Annotated[
        str, StringConstraints(strip_whitespace=False, max_length=10_000), AfterValidator(_written)
    ]
    """Exactly as typed."""
    shared: bool = False


class AnswerForm(Form):
    """One answer to one knowledge-check question. `module`: the hash of the text that asked."""

    module: Annotated[str, Field(max_length=64)] = ""
    question: Annotated[str, Field(max_length=60)]
    option: Annotated[int, Field(ge=0, le=20)]


class AttestationForm(Form):
    """The signature: what was shown, the statement by its version, the text by its hash."""

    statement_version: str
    module: Annotated[str, Field(max_length=64)] = ""
    typed_name: Annotated[str, Field(min_length=1, max_length=120)]


def signature(submitted: FormData, statement_version: str, signer: Actor) -> AttestationForm:
    """A signature under the statement that was shown, in the signer's own name."""
    form = parse(AttestationForm, submitted)
    names = (signer.certificate_name, signer.display_name)
    wrong = rules.why_not_this_statement(
        form.statement_version, statement_version
    ) or rules.why_not_this_name(form.typed_name, names)
    if wrong:
        raise FormInvalidError({"typed_name": wrong}, form.model_dump())
    return form
