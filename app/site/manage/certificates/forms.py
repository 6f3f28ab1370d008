"""What a coordinator sends about one certificate: a review, a revocation, the wish for another."""

from typing import Annotated, ClassVar

from pydantic import Field

from app.certificates.corrections.rules import NO_CLASS
from app.certificates.rules import ReasonClass
from app.language import _
from app.site.parts.wishes import Wanted
from app.web.forms import Form, GivenReason


class ReviewForm(Form):
    """What they found, and how many changes the page showed."""

    names: ClassVar = {"word": _("What you found")}

    word: GivenReason = ""
    seen: Annotated[int, Field(ge=0, le=100_000)] = 0


class ClosureForm(Form):
    """Why it stays revoked, although another one would be due."""

    names: ClassVar = {"reason": _("Why it stays revoked")}

    reason: GivenReason = ""


class RevocationForm(Form):
    """What the public is told, and what stays among insiders."""

    names: ClassVar = {"note": _("Why, for insiders")}
    asked_for: ClassVar = {"reason": NO_CLASS}

    reason: ReasonClass
    note: GivenReason = ""


class ReissueForm(Form):
    """Why, whether the former name is hidden, and what the page showed."""

    names: ClassVar = {"note": _("Why, for insiders")}

    note: GivenReason = ""
    hides_name: bool = False
    also: Wanted | None = None
    """The other certificate of the same place."""
    in_force: bool = False
    """Whether it is to say what the activity says by now."""
    seen: Annotated[str, Field(max_length=64)] = ""
