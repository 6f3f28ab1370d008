"""Where somebody has the transcript of their own certificates made."""

from dataclasses import dataclass
from datetime import date

from app.certificates.rules import NOT_AS_ISSUED, full_name
from app.certificates.snapshot import CertificateSnapshot
from app.certificates.transcripts.queries import Held
from app.certificates.transcripts.rules import all_days, totals, transcript
from app.credit.phrase import mark_phrase
from app.language import Text
from app.language.reasons import Reason
from app.people.models import Person
from app.web.forms import FormState
from app.web.parts import Fact


@dataclass(frozen=True)
class TranscriptPage:
    """The range of a transcript, and what there is to list."""

    form: FormState
    has_certificates: bool
    why_not: Text | None
    """Why none can be made, whatever the range."""
    first: str
    last: str
    name: str
    """To whom it is made out."""
    profile_name: str | None
    """What their profile says now, where that is another name."""
    count: int
    """Of certificates that hold."""
    sums: list[Fact]
    """What they award in all, by credit system."""


def transcript_page(
    held: Held, person: Person, today: date, form: FormState, why_not_sign: Reason | None
) -> TranscriptPage:
    """The page. `why_not_sign`: why this installation signs nothing."""
    holding = held.snapshots
    days = all_days(holding, today)
    name = transcript(holding, days).full_name if holding else ""
    now = full_name(person.certificate_name, person.degrees)
    return TranscriptPage(
        form,
        has_certificates=bool(holding),
        why_not=why_not_ever(held) or why_not_sign,
        first=days.first.isoformat(),
        last=days.last.isoformat(),
        name=name,
        profile_name=now if now != name else None,
        count=len(holding),
        sums=_sums(holding),
    )


def why_not_ever(held: Held) -> Reason | None:
    """Why nothing of these certificates is told: one of them is not what was issued."""
    return NOT_AS_ISSUED(number=held.altered[0]) if held.altered else None


def _sums(holding: list[CertificateSnapshot]) -> list[Fact]:
    return [Fact(mark_phrase(own.unit), own.whole.text) for own in totals(holding)]
