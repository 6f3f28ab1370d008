"""What moves when a provider becomes a part of another one."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.credit.providers.merges.rules import MovedActivity, Moves
from app.language import Text, _, pgettext
from app.language.reasons import Reason
from app.people.models import Person
from app.people.providers.models import Provider
from app.site.manage.providers.merge.sentences import Merging, moving, staying
from app.site.manage.providers.page import path_of
from app.web.forms import FormState
from app.web.parts import Badge, Option


@dataclass(frozen=True)
class MovedLine:
    """A cohort whose activity moves."""

    cohort: str
    program: str
    state: Badge
    which: Text


@dataclass(frozen=True)
class MergePage:
    """Choosing, or what would happen."""

    source: str
    target: str | None
    into: UUID | None
    path: str
    back: str
    choices: Sequence[Option]
    moves: Sequence[Text]
    stays: Sequence[Text]
    activities: Sequence[MovedLine]
    seen: str
    why_not: Reason | None
    """Why these two cannot be merged at all."""
    refused: Reason | None
    """Why what was just asked for did not happen."""
    form: FormState


def merge_page(
    source: Provider,
    target: Provider | None,
    moves: Moves,
    *,
    choices: Sequence[Provider],
    officers: Sequence[Person],
    reader: UUID,
    why_not: Reason | None,
    refused: Reason | None,
    state: FormState | None,
) -> MergePage:
    """The choice of the other one; with one chosen, everything that follows.

    `officers`: who approves for the other one already, and can sign in.
    """
    told = Merging(source, target, moves, officers, reader) if target else None
    return MergePage(
        source=source.name,
        target=target.name if target else None,
        into=target.id if target else None,
        path=f"{path_of(source)}/merge",
        back=path_of(source),
        choices=[Option(str(own.id), own.name) for own in choices if own.id != source.id],
        moves=moving(told) if told else (),
        stays=staying(told) if told else (),
        activities=[_line(own) for own in moves.activities],
        seen=moves.seen,
        why_not=why_not,
        refused=refused,
        form=state or FormState(),
    )


def _line(own: MovedActivity) -> MovedLine:
    draft = Badge(pgettext("of a cohort", "Draft"), "neutral")
    published = Badge(pgettext("of a cohort", "Published"), "good")
    return MovedLine(
        cohort=own.cohort,
        program=own.program,
        state=draft if own.is_draft else published,
        which=_("The version in force") if own.is_now else _("Only an earlier version"),
    )
