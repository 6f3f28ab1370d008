"""The check page before marks change that others rely on: whom it touches, and how."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from app.casework.certified.rules import NOT_LOOKED_AT
from app.casework.saves.rules import Amendment, fingerprint
from app.cohorts.context import CohortContext
from app.cohorts.rules import WHY
from app.language import Text, _, ngettext
from app.language.reasons import Reason
from app.people.actors import Actor
from app.site.teach.parts import is_of_whole
from app.site.teach.resting import may_see_certificates
from app.site.teach.touched import Looked, TouchedPerson, touched_person
from app.web.forms import FormState


@dataclass(frozen=True)
class SentOn:
    """How a check page sends on what was chosen, and how it is left."""

    action: str
    hidden: Sequence[tuple[str, str]]
    back: str = ""
    """Address of the page that it was chosen on; empty where that is shown by `look`, which is sent
    with all that was chosen."""


@dataclass(frozen=True)
class AmendingCheck:
    """Whom a change touches, and the form that makes it."""

    people: Sequence[TouchedPerson]
    shows_standing: bool
    follows: Sequence[Text]
    sent: SentOn
    shown: str
    button: Text
    form: FormState


def amending_check(
    here: CohortContext,
    looked: Looked,
    reader: Actor,
    now: datetime,
    *,
    others: int,
    sent: SentOn,
    form: FormState,
) -> AmendingCheck:
    """Everybody who is touched, by name. `others`: how many more marks are saved with these."""
    by_person = groupby(looked.adjusted, key=lambda one: one.enrollment_id)
    people = [touched_person(here, looked, key, list(own), reader, now) for key, own in by_person]
    count = len(looked.adjusted)
    return AmendingCheck(
        people=people,
        shows_standing=is_of_whole(reader, here),
        follows=_follows(looked, others, sees=may_see_certificates(reader, here)),
        sent=sent,
        shown=fingerprint(looked.adjusted),
        button=ngettext("Change {count} mark", "Change {count} marks", count=count + others),
        form=form,
    )


def amending_form(amendment: Amendment, why: Reason) -> FormState:
    """The form as it was sent; nothing is wrong with it where nobody had looked yet."""
    values = {"reason": amendment.reason}
    if why == NOT_LOOKED_AT:
        return FormState(values)
    return FormState(values, {"reason" if why == WHY else "form": why})


def _follows(looked: Looked, others: int, *, sees: bool) -> list[Text]:
    numbers = {number for mark in looked.adjusted for number in mark.relied.numbers}
    rests = any(mark.relied.built for mark in looked.adjusted)
    found: list[Text] = [
        _("Your name, the time and your reason stay beside each of these marks."),
    ]
    if others:
        found.append(
            ngettext(
                "{count} other mark that you chose is saved with them.",
                "{count} other marks that you chose are saved with them.",
                count=others,
            )
        )
    return [*found, *_of_certificates(numbers, rests=rests, sees=sees)]


def _of_certificates(numbers: Collection[str], *, rests: bool, sees: bool) -> list[Text]:
    """What becomes of those that rest on it, as far as the reader may know of them."""
    if sees and numbers:
        return [
            ngettext(
                "{count} certificate waits for review until somebody has looked at it. It stays "
                "valid, and not a byte of it changes.",
                "{count} certificates wait for review until somebody has looked at them. They "
                "stay valid, and not a byte of them changes.",
                count=len(numbers),
            )
        ]
    if not rests:
        return []
    return [
        _(
            "What was certified or claimed stays as it is. Where a certificate rests on a "
            "mark, the coordinator is asked to look at it."
        )
    ]
