"""One's own disclosure: what was signed last, the form, and what was signed before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.models import Cohort
from app.credit.disclosures.rules import LOOKS_BACK, STATEMENT_VERSION, Given
from app.language import Text, _
from app.language.moments import local
from app.site.parts.disclosing import Disclosing, relationship_words

PATH = "/my/disclosures"


@dataclass(frozen=True)
class Signed:
    """One disclosure as it was signed."""

    when: Text
    until: Text
    lines: Sequence[Text]
    name: str


@dataclass(frozen=True)
class OwnDisclosuresPage:
    """What holds, and the form for the next one."""

    months: int
    version: str
    cohorts: tuple[str, ...]
    """For which it is asked."""
    holds: Signed | None
    has_expired: bool
    earlier: Sequence[Signed]
    form: Disclosing
    done: bool


def own_page(
    given: Sequence[Given],
    cohorts: Sequence[Cohort],
    form: Disclosing,
    zone: str,
    now: datetime,
    *,
    done: bool = False,
) -> OwnDisclosuresPage:
    """All that somebody disclosed, the newest first, and what they enter now."""
    signed = [_signed(own, zone) for own in given]
    return OwnDisclosuresPage(
        months=LOOKS_BACK,
        version=STATEMENT_VERSION,
        cohorts=tuple(cohort.title for cohort in cohorts),
        holds=signed[0] if signed else None,
        has_expired=bool(given) and given[0].valid_until <= now,
        earlier=signed[1:],
        form=form,
        done=done,
    )


def _signed(own: Given, zone: str) -> Signed:
    lines = relationship_words(own)
    return Signed(
        when=_("{signed:moment}", signed=local(own.signed_at, zone)),
        until=_("{until:day}", until=local(own.valid_until, zone)),
        lines=lines or [_("No financial relationships with ineligible companies")],
        name=own.typed_name,
    )
