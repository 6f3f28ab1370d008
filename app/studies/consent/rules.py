"""Who is asked to agree, what an answer can be, and who may be asked things by it; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from app.language.reasons import Reason, reason
from app.studies.enums import ConsentScope, ConsentState, Determination, KeptData
from app.surveys.enums import IdentityMode

if TYPE_CHECKING:
    from datetime import datetime

FEWEST = 5
"""Below that, a coordinator is told no number of people."""
NO_TEXT = reason("consent.no_text", "This study has no text yet that people could agree to.")
OTHER_TERMS = reason(
    "consent.other_terms",
    "What the study asks, or how answers are kept, has changed since you opened the page. Read it "
    "again before you answer.",
)
OTHER_TEXT = reason(
    "consent.other_text",
    "The text of this study has changed since you opened this page. Read it once more, and answer "
    "again.",
)
ELSEWHERE = reason(
    "consent.elsewhere",
    "You have answered this in another window. This is how it stands now; change it here if you "
    "like.",
)
OTHER_COUNT = reason(
    "consent.other_count",
    "The number of your answers has changed since you opened this page. Nothing was deleted, and "
    "you still take part. Look at the number now, and choose again.",
)
NOTHING_GIVEN = reason("consent.nothing_given", "You take no part in this study.")
EMPTY_TEXT = reason("consent.empty_text", "Write the text that people agree to.")
AGREEMENT_NEEDED = reason(
    "consent.agreement_needed",
    "Research asks for consent before it asks for anything else. Only quality improvement can "
    "go without.",
)


@dataclass(frozen=True)
class Stand:
    """How somebody stands to a project: their newest answer, and what was taken back of it."""

    state: ConsentState = ConsentState.UNANSWERED
    edition: int = 0
    """Of the newest answer; 0 before the first."""
    scopes: frozenset[ConsentScope] = field(default_factory=frozenset)
    """Empty unless it is given."""
    offered: frozenset[ConsentScope] | None = None
    """The questions that they were asked; None where that was not kept."""
    text_id: UUID | None = None
    at: datetime | None = None
    """When they answered, or withdrew."""
    data: KeptData | None = None
    """What they chose for their answers when they withdrew; None unless they did."""
    removed: int | None = None
    """To how many surveys answers were deleted then; None where that was not counted."""

    @property
    def is_given(self) -> bool:
        """Whether they take part."""
        return self.state is ConsentState.GIVEN

    def allows(self, scope: ConsentScope) -> bool:
        """Whether they take part and allow this."""
        return scope in self.scopes


UNANSWERED = Stand()


def why_not_answer(*, shown: UUID, newest: UUID | None) -> Reason | None:
    """Why a text cannot be answered. `shown`: what was on their page; `newest`: in force."""
    if newest is None:
        return NO_TEXT
    if shown != newest:
        return OTHER_TEXT
    return None


def allowed(said: Mapping[ConsentScope, bool]) -> frozenset[ConsentScope]:
    """How far who takes part goes: the use of their answers, and what they said Yes to."""
    return frozenset({ConsentScope.USE, *(scope for scope, is_yes in said.items() if is_yes)})


def says_the_same(stand: Stand, said: Mapping[ConsentScope, bool]) -> bool:
    """Whether an answer is the one that holds: to the same questions, too."""
    return (stand.scopes, stand.offered) == (allowed(said), frozenset(said))


def why_not_withdraw(stand: Stand) -> Reason | None:
    """Why somebody cannot withdraw."""
    return None if stand.is_given else NOTHING_GIVEN


def why_not_remove(*, told: int | None, going: int) -> Reason | None:
    """Why answers are not deleted. `told`: how many they read that go; None: not told of any."""
    return None if told is None or told == going else OTHER_COUNT


def why_not_go_without(determination: Determination, *, asks_consent: bool) -> Reason | None:
    """Why a project cannot ask people who have not agreed."""
    if asks_consent or determination is Determination.QUALITY:
        return None
    return AGREEMENT_NEEDED


def may_ask(stand: Stand, *, asks_consent: bool) -> bool:
    """Whether somebody may be asked to answer.

    They agreed; where nobody has to, they did not object.
    """
    if stand.state is ConsentState.UNANSWERED:
        return not asks_consent
    return stand.is_given


def why_not_answer_more(stand: Stand) -> Reason | None:
    """Why somebody who was asked before does not answer: they have said no since."""
    said_no = stand.state in {ConsentState.DECLINED, ConsentState.WITHDRAWN}
    return NOTHING_GIVEN if said_no else None


def offered(mode: IdentityMode, *, has_mentees: bool) -> list[ConsentScope]:
    """What the people of a project are asked to allow besides taking part, in this order.

    That their answers are used is what taking part means, and no question. Nobody is asked for
    what cannot be done: anonymous answers without a code stand beside nothing.
    """
    idle = {ConsentScope.USE} if has_mentees else {ConsentScope.USE, ConsentScope.MENTEE}
    if mode is IdentityMode.UNLINKED:
        idle.add(ConsentScope.LINK)
    return [scope for scope in ConsentScope if scope not in idle]


def unsaid(answers: Mapping[ConsentScope, bool | None]) -> list[ConsentScope]:
    """The questions to which somebody said neither Yes nor No: silence is no answer, be it a No."""
    return [scope for scope, said in answers.items() if said is None]


@dataclass(frozen=True)
class ConsentCounts:
    """How many people answered what."""

    asked: int
    given: int
    declined: int
    withdrawn: int

    @property
    def unanswered(self) -> int:
        """How many said nothing."""
        return self.asked - self.given - self.declined - self.withdrawn


def counted(stands: Iterable[Stand]) -> ConsentCounts:
    """The numbers of some people; whoever shows them holds small ones back."""
    states = [stand.state for stand in stands]
    return ConsentCounts(
        asked=len(states),
        given=states.count(ConsentState.GIVEN),
        declined=states.count(ConsentState.DECLINED),
        withdrawn=states.count(ConsentState.WITHDRAWN),
    )
