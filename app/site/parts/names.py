"""Names as people type them: what could not be printed is said beside the field it stands in."""

from collections.abc import Callable

from pydantic import AfterValidator, ValidationInfo

from app.language.reasons import Reason
from app.printing.letters import why_not_print, why_not_see
from app.web.forms import InvalidError


def _checked(rule: Callable[[str], Reason | None]) -> AfterValidator:
    def check(text: str, info: ValidationInfo) -> str:
        is_kept = info.context is not None and text in info.context.get("kept", ())
        if not is_kept and (why_not := rule(text)):
            raise InvalidError(why_not)
        return text

    return AfterValidator(check)


PRINTED = _checked(why_not_print)
"""Of a field that comes to stand on certificates; `kept`, of what a form is parsed with, passes."""
SEEN = _checked(why_not_see)
"""Of one that only pages show."""
