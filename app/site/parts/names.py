"""Names as people type them: what could not be printed is said beside the field it stands in."""

from collections.abc import Callable

from pydantic import AfterValidator

from app.language.reasons import Reason
from app.printing.letters import why_not_print, why_not_see
from app.web.forms import InvalidError


def _checked(rule: Callable[[str], Reason | None]) -> AfterValidator:
    def check(text: str) -> str:
        if why_not := rule(text):
            raise InvalidError(why_not)
        return text

    return AfterValidator(check)


PRINTED = _checked(why_not_print)
"""Of a field that comes to stand on certificates."""
SEEN = _checked(why_not_see)
"""Of one that only pages show."""
