"""The form in which a code is typed, and how often one may be wrong."""

from datetime import timedelta
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from app.language import _
from app.site.visits import Visit
from app.web.forms import Form
from app.web.limits import RateLimit, client_address

TRIED = RateLimit(5, timedelta(minutes=10), "codes.tried")
"""By person: of a million codes three are right at any moment."""
TRIED_IN_HOUR = RateLimit(10, timedelta(hours=1), "codes.tried-in-hour")
TRIED_FROM = RateLimit(30, timedelta(minutes=10), "codes.tried-from")
"""By network address, of those who fail."""


class CodeTyped(Form):
    """A code of the phone or a recovery code, and where to go then."""

    asked_for: ClassVar = {"code": _("Enter the six digits that your phone shows.")}

    code: Annotated[str, Field(min_length=1, max_length=40)]
    next: str = "/home"


def count_try(visit: Visit, person_id: UUID) -> None:
    """Count one; raises `TooManyError`. What is right is given back."""
    for limit, key in _limits(visit, person_id):
        limit.hit(key, visit.now)


def give_back_try(visit: Visit, person_id: UUID) -> None:
    """It was right."""
    for limit, key in _limits(visit, person_id):
        limit.give_back(key, visit.now)


def _limits(visit: Visit, person_id: UUID) -> tuple[tuple[RateLimit, str], ...]:
    who, address = str(person_id), client_address(visit.request)
    return ((TRIED_FROM, address), (TRIED, who), (TRIED_IN_HOUR, who))


def secret_key(visit: Visit) -> str:
    """What the secrets of phones are sealed with: a property of the installation."""
    key: str = visit.request.app.state.settings.secret_key.get_secret_value()
    return key
