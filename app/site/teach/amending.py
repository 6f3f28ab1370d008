"""The check page before marks change that others rely on: whom it touches, and how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from app.casework.certified.rules import NOT_LOOKED_AT, built_words, in_general
from app.casework.enums import AttendanceStatus
from app.casework.rules import Mark
from app.casework.saves.rules import Adjusted, Amendment, fingerprint
from app.cohorts.context import CohortContext
from app.cohorts.rules import WHY
from app.credit.completion.progress import progress
from app.credit.rules import CreditStatus, is_claim_above
from app.credit.stages.changes.rules import restated, with_marks
from app.language import Text, _, ngettext
from app.language.reasons import Reason
from app.people.actors import Actor
from app.site.parts.attendance import mark_words
from app.site.parts.credit import short_amount
from app.site.parts.people import may_see_people, person_path
from app.site.teach.parts import is_of_whole
from app.site.teach.resting import may_see_certificates
from app.web.forms import FormState


@dataclass(frozen=True)
class Named:
    """Somebody whose mark changes."""

    name: str
    person_id: UUID


@dataclass(frozen=True)
class Looked:
    """What would change, as it was read for the page."""

    adjusted: Sequence[Adjusted]
    """In the order of the people's names."""
    people: Mapping[UUID, Named]
    """By enrollment."""
    positions: Mapping[UUID, int]
    """Of the units, by session."""
    standings: Mapping[UUID, CreditStatus]
    """How these people stand now, by enrollment."""


@dataclass(frozen=True)
class TouchedMark:
    """One mark that changes."""

    unit: str
    before: Text
    after: Text


@dataclass(frozen=True)
class TouchedPerson:
    """What changes for one person."""

    name: str
    href: str | None
    marks: Sequence[TouchedMark]
    relied: Sequence[Reason]
    """What others rely on."""
    claim: Text | None
    before: Sequence[Reason]
    after: Sequence[Reason]
    """How they stand now, and would; the same where that stays."""

    @property
    def stays(self) -> bool:
        """Whether their standing stays as it is."""
        return self.before == self.after


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
    people = [_person(here, looked, key, list(own), reader, now) for key, own in by_person]
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


def _person(
    here: CohortContext,
    looked: Looked,
    key: UUID,
    own: Sequence[Adjusted],
    reader: Actor,
    now: datetime,
) -> TouchedPerson:
    person, before = looked.people[key], looked.standings.get(key)
    whole = before is not None and is_of_whole(reader, here)
    marks = {looked.positions[mark.case_session_id]: _said(mark.after) for mark in own}
    after = restated(before, with_marks(marks), now) if before is not None else None
    return TouchedPerson(
        name=person.name,
        href=person_path(person.person_id) if may_see_people(reader, here) else None,
        marks=[_mark(here, looked, mark) for mark in own],
        relied=_relied(person.name, own, sees=may_see_certificates(reader, here)),
        claim=_claim(before, after) if may_see_certificates(reader, here) else None,
        before=progress(before.completion, own=False) if before and whole else (),
        after=progress(after.completion, own=False) if after and whole else (),
    )


def _said(mark: Mark) -> tuple[AttendanceStatus, int | None]:
    return mark.shown, mark.shown_minutes


def _mark(here: CohortContext, looked: Looked, one: Adjusted) -> TouchedMark:
    unit = here.label(looked.positions[one.case_session_id])
    return TouchedMark(unit, mark_words(*_said(one.before)), mark_words(*_said(one.after)))


def _relied(name: str, own: Sequence[Adjusted], *, sees: bool) -> list[Reason]:
    """All that others rely on of one person's marks, each thing once."""
    built = tuple(dict.fromkeys(thing for mark in own for thing in mark.relied.built))
    found = [words] if (words := built_words(name, built)) else []
    later = next((mark.relied for mark in own if mark.relied.later and not mark.relied.built), None)
    found += [later.words(name)] if later else []
    return found if sees else [in_general(reason) for reason in found]


def _claim(before: CreditStatus | None, after: CreditStatus | None) -> Text | None:
    """What they claimed, beside what they would have earned; nothing where no claim is made."""
    if before is None or after is None or before.claim is None:
        return None
    if before.eligibility is None or after.eligibility is None:
        return None
    facts = {
        "claimed": short_amount(before.claim.quarters, before.system),
        "before": short_amount(before.eligibility.quarters, before.system),
        "after": short_amount(after.eligibility.quarters, after.system),
    }
    if is_claim_above(after):
        return _(
            "Claimed {claimed}, which is more than would be earned: {before} now, {after} then.",
            **facts,
        )
    return _("Claimed {claimed}; earned {before} now, {after} then.", **facts)


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
    if sees and numbers:
        found.append(
            ngettext(
                "{count} certificate waits for review until somebody has looked at it. It stays "
                "valid, and not a byte of it changes.",
                "{count} certificates wait for review until somebody has looked at them. They "
                "stay valid, and not a byte of them changes.",
                count=len(numbers),
            )
        )
    elif rests:
        found.append(
            _(
                "What was certified or claimed stays as it is. Where a certificate rests on a "
                "mark, the coordinator is asked to look at it."
            )
        )
    return found
