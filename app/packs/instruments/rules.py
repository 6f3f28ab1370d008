"""Whether an instrument can be asked at all; pure."""

from app.language.reasons import Reason, ReasonKind
from app.packs.instruments.schema import InstrumentData

NO_WORDING = ReasonKind(
    "instrument.no_wording",
    "{count} question has no wording yet. It can be used in a survey when a site that has the "
    "license has pasted the wording of it.",
    "{count} questions have no wording yet. It can be used in a survey when a site that has the "
    "license has pasted the wording of all of them.",
)


def why_not_ask(instrument: InstrumentData) -> Reason | None:
    """Why an instrument cannot be used in a survey."""
    missing = len(instrument.without_wording)
    return NO_WORDING(count=missing) if missing else None
