"""The form of a draft's credit as far as a proof needs it: before all of it is filled in."""

from collections.abc import Collection
from datetime import date

from starlette.datastructures import FormData

from app.site.manage.cohorts.setup.credit.sent import Entered, of_credit, parsed
from app.site.manage.cohorts.setup.credit.signatories import sent_pictures

_NOT_PRINTED = {
    **dict.fromkeys(("approved_by", "disclosure_reason"), "-"),
    **dict.fromkeys(("module_minutes", "session_minutes", "enduring_minutes"), "0"),
    **dict.fromkeys(("module_most", "session_most", "enduring_most"), "0"),
}
"""What no certificate says, so that a proof does not wait for it."""


def entered_for_proof(submitted: FormData, stored: Collection[str], today: date) -> Entered:
    """What was entered, whatever is not printed. `stored`: hashes of the program's pictures."""
    fields = of_credit(submitted)
    plain = _NOT_PRINTED | {"approved_on": today.isoformat()}
    kept = [(name, value) for name, value in fields.multi_items() if name not in plain]
    form, errors = parsed(FormData([*kept, *plain.items()]))
    sent = sent_pictures(submitted, stored)
    return Entered(form, sent, errors | sent.errors)
