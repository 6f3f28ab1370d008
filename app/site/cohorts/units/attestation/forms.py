"""What a learner sends to sign a unit."""

from typing import Annotated, ClassVar

from pydantic import Field
from starlette.datastructures import FormData

from app.language import _
from app.learning import rules
from app.people.actors import Actor
from app.web.forms import Form, FormInvalidError, parse


class AttestationForm(Form):
    """The signature: what was shown, the statement by its version, the text by its hash."""

    asked_for: ClassVar = {"typed_name": _("Type your name to sign.")}

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
