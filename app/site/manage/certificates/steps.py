"""The way from a claim as another profession to the right certificate, with its next click."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.certificates.corrections.claims import LEFT_BEFORE, ClaimedOtherwise, NextStep
from app.language import Text, _
from app.language.reasons import Reason
from app.site.parts.people import PROFESSIONS, person_path
from app.site.parts.writing import message_to_one
from app.web.parts import Badge, Link

DONE, NEXT, LATER = Badge(_("Done"), "good"), Badge(_("Next"), "warm"), Badge(_("Later"), "neutral")


@dataclass(frozen=True)
class Step:
    """One step, whose turn it is, and where it is taken."""

    words: Text
    badge: Badge
    link: Link | None = None
    """Only of the next one."""
    why: Reason | None = None
    """What stands against it."""


def steps_of(own: ClaimedOtherwise, slug: str, person_id: UUID, path: str) -> Sequence[Step]:
    """The three of them. `path`: of the certificate."""
    at, place = person_path(person_id), f"/manage/cohorts/{slug}/people/{person_id}/claim"
    profession = PROFESSIONS[own.profession]
    links = {
        NextStep.VERIFY: Link(_("Check the profession"), f"{at}/affiliation"),
        NextStep.TIME: Link(_("Give more time to claim"), place),
        NextStep.CLAIM: Link(_("Write to them"), message_to_one(slug, person_id)),
        NextStep.ISSUE: Link(_("Issue it anew"), f"{path}/reissue"),
    }
    check = _("Their profession is checked: {profession}.", profession=profession)
    if own.next is NextStep.VERIFY:
        check = _("Check whether their profession is {profession}.", profession=profession)
    claim = _("They claim anew, as who they are: only they can.")
    issue = _("You issue it anew, and it says: {certificate}.", certificate=own.kind.words)
    if own.next is NextStep.VERIFY:
        issue = _("You issue it anew.")
    order = (NextStep.VERIFY, NextStep.CLAIM, NextStep.ISSUE)
    turn = NextStep.CLAIM if own.next is NextStep.TIME else own.next
    return [
        Step(
            words,
            _badge(order.index(step), order.index(turn)),
            links[own.next] if step is turn and own.why_not != LEFT_BEFORE else None,
            own.why_not if step is turn else None,
        )
        for step, words in zip(order, (check, claim, issue), strict=True)
    ]


def _badge(step: int, turn: int) -> Badge:
    if step == turn:
        return NEXT
    return DONE if step < turn else LATER
