"""One's own disclosure: what was signed last, the form, and what was signed before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.models import Cohort
from app.credit.disclosures.enums import ControllerState
from app.credit.disclosures.rules import LOOKS_BACK, Controller, Given, state_of
from app.credit.disclosures.signing.rules import STATEMENT_VERSION
from app.language import Text, _
from app.language.moments import local
from app.site.parts.disclosing import STATES, Disclosing, relationship_words
from app.web.parts import Badge

PATH = "/my/disclosures"


@dataclass(frozen=True)
class Signed:
    """One disclosure as it was signed."""

    when: Text
    until: Text
    lines: Sequence[Text]
    name: str


@dataclass(frozen=True)
class AskedFor:
    """A cohort for which a disclosure is asked, and what became of it there."""

    cohort: str
    badge: Badge
    told: Text


@dataclass(frozen=True)
class OwnDisclosuresPage:
    """What holds, and the form for the next one."""

    months: int
    version: str
    asked: Sequence[AskedFor]
    """For what, and how far it is there."""
    holds: Signed | None
    has_expired: bool
    earlier: Sequence[Signed]
    form: Disclosing
    done: bool


def own_page(
    given: Sequence[Given],
    asked: Sequence[tuple[Cohort, Controller]],
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
        asked=[_asked(cohort, own, now) for cohort, own in asked],
        holds=signed[0] if signed else None,
        has_expired=bool(given) and given[0].valid_until <= now,
        earlier=signed[1:],
        form=form,
        done=done,
    )


def _asked(cohort: Cohort, own: Controller, now: datetime) -> AskedFor:
    state, reviewed = state_of(own, now), own.given.reviewed if own.given else None
    if state is ControllerState.LEFT_OUT:
        told: Text = _("Nothing is needed of you.")
    elif state is ControllerState.TO_REVIEW:
        told = _("What you signed waits for its review. You need not do anything.")
    elif state is ControllerState.CLEARED and reviewed:
        told = _("Reviewed on {day:day}.", day=local(reviewed.at, cohort.zone))
    else:
        told = _("Sign below.")
    return AskedFor(cohort.title, STATES[state], told)


def _signed(own: Given, zone: str) -> Signed:
    lines = relationship_words(own)
    return Signed(
        when=_("{signed:moment}", signed=local(own.signed_at, zone)),
        until=_("{until:day}", until=local(own.valid_until, zone)),
        lines=lines or [_("No financial relationships with ineligible companies")],
        name=own.typed_name,
    )
