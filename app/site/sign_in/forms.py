"""What people type to sign in and about themselves."""

import re
from typing import Annotated

from pydantic import Field, field_validator

from app.language import _
from app.people.rules import is_address
from app.web.forms import Form, InvalidError


class LinkRequestForm(Form):
    """Asking for a sign-in link."""

    email: Annotated[str, Field(max_length=254)]
    next: str = "/home"

    @field_validator("email")
    @classmethod
    def _looks_like_an_address(cls, value: str) -> str:
        if not is_address(value):
            raise InvalidError(_("Enter your email address, such as name@university.edu."))
        return value


class CodeForm(Form):
    """The code of the letter, however its digits are grouped."""

    code: Annotated[str, Field(max_length=40)]
    email: Annotated[str, Field(max_length=254)] = ""
    """What the letter was asked for, to be shown again."""
    next: str = "/home"

    @field_validator("code")
    @classmethod
    def _has_eight_digits(cls, value: str) -> str:
        digits = re.sub(r"[\s-]", "", value)
        if not re.fullmatch(r"[0-9]{8}", digits):
            raise InvalidError(_("Enter the eight digits of the code in the email."))
        return digits


class PersonaForm(Form):
    """One-click sign-in as one of the demo's cast."""

    persona: str
    next: str = "/home"
