"""What was found in a file of records: what fits, what comes in, what stays; never an answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.language import Text, _
from app.outcomes.redcap.misfits import Misfit
from app.outcomes.sharing.taking.rules import ANONYMOUS
from app.outcomes.sharing.taking.weighing import Checked, Outcome, Plan, Weighed
from app.web.parts import Fact

MOST = 200
"""Lines of a table that are shown at most."""


@dataclass(frozen=True)
class Result:
    """A file, weighed."""

    misfits: Sequence[Misfit]
    more_misfits: int
    """Not shown."""
    counts: Sequence[Fact]
    coming: int
    taken: Sequence[Weighed]
    """What can come in, as the file names it."""
    more_taken: int
    why_nothing: Text | None
    """Why nothing of it comes in, whatever is in it."""
    is_untold: bool
    """Whether something here is not compared."""
    differ: Sequence[Weighed]
    more_differ: int
    left: Sequence[Weighed]
    """What cannot come in."""
    more_left: int


def result_of(checked: Checked) -> Result:
    """The same for a file that was just sent and one that waits."""
    plan = checked.plan
    differ = plan.of(Outcome.DIFFERS) if plan else []
    left = plan.of(Outcome.CANNOT) if plan else []
    taken = plan.of(Outcome.TAKEN) if plan else []
    return Result(
        misfits=checked.misfits[:MOST],
        more_misfits=max(0, len(checked.misfits) - MOST),
        counts=list(_counts(checked, plan)),
        coming=len(plan.coming) if plan else 0,
        taken=taken[:MOST],
        more_taken=max(0, len(taken) - MOST),
        why_nothing=None if plan or checked.misfits else ANONYMOUS,
        is_untold=bool(plan and plan.only_here is None),
        differ=differ[:MOST],
        more_differ=max(0, len(differ) - MOST),
        left=left[:MOST],
        more_left=max(0, len(left) - MOST),
    )


def _counts(checked: Checked, plan: Plan | None) -> Iterator[Fact]:
    yield Fact(_("Questionnaires in the file"), str(checked.records))
    if plan is None:
        return
    yield Fact(_("Can be taken in"), str(len(plan.coming)))
    if plan.only_here is None:
        yield Fact(_("Here already"), str(len(plan.of(Outcome.THERE))))
    else:
        yield Fact(_("The same here"), str(len(plan.of(Outcome.ALIKE))))
        yield Fact(_("Different here"), str(len(plan.of(Outcome.DIFFERS))))
    yield Fact(_("Cannot be taken in"), str(len(plan.of(Outcome.CANNOT))))
    if plan.only_here is not None:
        yield Fact(_("Only here"), str(plan.only_here))
