"""What follows from a decision on applications, before it is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from app.cohorts.admission.rules import Waiting
from app.cohorts.context import CohortContext
from app.cohorts.deciding.enums import Decision
from app.cohorts.deciding.rules import Planned
from app.cohorts.enrollments.rules import Seats
from app.cohorts.rules import FULL, SHARE_FULL
from app.language import Text, _, ngettext
from app.language.reasons import Reason
from app.site.manage.cohorts.page import path_of
from app.web.forms import FormState
from app.web.parts import Link


@dataclass(frozen=True)
class CheckedPerson:
    """Somebody on whom it is decided, or is not."""

    id: str
    name: str
    href: str
    why_not: Reason | None


@dataclass(frozen=True)
class CheckPage:
    """On whom, on whom not and why, and what follows."""

    cohort: str
    path: str
    title: Text
    """What is done, and what its button says."""
    decision: str
    decided: Sequence[CheckedPerson]
    left_out: Sequence[CheckedPerson]
    follows: Sequence[Text]
    asks_reason: bool
    waitlist: Link | None
    """For those for whom no seat is left."""
    form: FormState = field(default_factory=FormState)


def check_page(
    here: CohortContext,
    planned: Sequence[Planned],
    decision: Decision,
    seats: Seats,
    line: Sequence[Waiting],
    form: FormState,
) -> CheckPage:
    """The page."""
    path = path_of(here)
    people = [_person(path, each) for each in planned]
    decided = [person for person in people if person.why_not is None]
    left_out = [person for person in people if person.why_not is not None]
    return CheckPage(
        cohort=here.cohort.title,
        path=path,
        title=_title(decision, len(decided)),
        decision=decision.value,
        decided=decided,
        left_out=left_out,
        follows=_follows(decision, len(decided), seats, line),
        asks_reason=decision is Decision.DECLINE and bool(decided),
        waitlist=_waitlist(path, decision, planned),
        form=form,
    )


def decision_path(path: str, people: Sequence[UUID | str], decision: Decision) -> str:
    """The check page of a decision. `path`: of the cohort."""
    asked = [("decision", decision.value), *(("person", str(id_)) for id_ in people)]
    return f"{path}/applications/check?{urlencode(asked)}"


def _person(path: str, planned: Planned) -> CheckedPerson:
    who = planned.applicant
    href = f"{path}/people/{who.person_id}"
    return CheckedPerson(str(who.person_id), who.listed, href, planned.why_not)


def _waitlist(path: str, decision: Decision, planned: Sequence[Planned]) -> Link | None:
    over = [
        each.applicant.person_id
        for each in planned
        if each.why_not is not None and each.why_not.kind in (FULL, SHARE_FULL)
    ]
    if decision is not Decision.SEAT or not over:
        return None
    text = ngettext(
        "Put this {count} person on the waitlist", "Put these {count} people on the waitlist",
        count=len(over),
    )  # fmt: skip
    return Link(text, decision_path(path, over, Decision.WAITLIST))


def _title(decision: Decision, count: int) -> Text:
    if not count:
        return _("Nobody is left to decide on")
    match decision:
        case Decision.SEAT:
            return ngettext("Give {count} seat", "Give {count} seats", count=count)
        case Decision.WAITLIST:
            return ngettext(
                "Put {count} person on the waitlist",
                "Put {count} people on the waitlist",
                count=count,
            )
        case Decision.DECLINE:
            return ngettext(
                "Decline {count} application", "Decline {count} applications", count=count
            )


_TOLD: Mapping[Decision, Text] = {
    Decision.SEAT: _("They are told by mail."),
    Decision.WAITLIST: _("They are told their position in line by mail."),
    Decision.DECLINE: _("They are told by mail, with your reason."),
}


def _follows(decision: Decision, count: int, seats: Seats, line: Sequence[Waiting]) -> list[Text]:
    if not count:
        return []
    if decision is not Decision.SEAT:
        return [_TOLD[decision]]
    left = ngettext(
        "After that, {count} seat is free.", "After that, {count} seats are free.",
        count=seats.free - count,
    )  # fmt: skip
    passed = ngettext(
        "{count} person waits for a seat and is passed over.",
        "{count} people wait for a seat and are passed over.",
        count=len(line),
    )
    return [left, *([passed] if line else []), _TOLD[decision]]
