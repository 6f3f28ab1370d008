"""The form of a draft's credit as a browser sends it, with files."""

from app.credit.models import Activity
from tests.cast import Cast
from tests.client import Answer, Browser
from tests.site.manage.cohorts.setup.drafting import SETUP

APPROVED = {
    "approved_by": "Example CME office",
    "approved_on": "2026-11-10",
    "requires_completion": "no",
}


def send(
    cora: Browser, files: dict[str, bytes] | None = None, /, to: str = "credit", **other: str
) -> Answer:
    """Send the form as its page stands, with some fields and files filled in."""
    fields = cora.page(f"{SETUP}/credit").form("Enter this credit").fields
    return send_as_it_is(cora, fields | APPROVED | named(other), files, to)


def send_as_it_is(
    cora: Browser, fields: dict[str, str], files: dict[str, bytes] | None = None, to: str = "credit"
) -> Answer:
    """Send just these fields and files."""
    sent = {named_one(name): ("picture", content) for name, content in (files or {}).items()}
    return cora.post(f"{SETUP}/{to}", data=fields, files=sent or None)


def named(fields: dict[str, str]) -> dict[str, str]:
    """`signer_1_name` as the form calls it."""
    return {named_one(name): value for name, value in fields.items()}


def named_one(name: str) -> str:
    is_numbered = name.startswith(("signer_", "logo_", "proof_"))
    return name.replace("_", "-") if is_numbered else name


def approved(cast: Cast) -> Activity:
    """What was entered last for the draft."""
    from app.credit.queries import activity_of

    cast.session.expire_all()
    found = activity_of(cast.session, cast.cohort("spring-2027").id)
    assert found is not None
    return found.activity
