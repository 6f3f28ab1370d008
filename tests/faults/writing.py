"""What people write while something is broken."""

from httpx2 import Response

from tests.faults import people
from tests.faults.visitors import Visitor

UNIT = f"/cohorts/fall-2026/units/{people.UNIT}"
FORM = f"{UNIT}/reflection"


def fields(visitor: Visitor) -> dict[str, str]:
    """The form of a reflection as it stands."""
    return next(form for form in visitor.page(UNIT).forms if form.action == FORM).fields


def write(visitor: Visitor, text: str, *, onto: dict[str, str] | None = None) -> Response:
    """Write a reflection. `onto`: the form as it was read before something broke."""
    return visitor.post(FORM, (onto or fields(visitor)) | {"text": text}, of=UNIT)
