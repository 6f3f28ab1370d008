"""How many people answered or are analyzed, as analyses and flows of a study tell it. Pure.

It is told from the smallest group on, and whether those who did not are few makes no difference.
The choice, and why:

- An analysis cannot be read without its n, and degrees of freedom and intervals have it, too. So a
  page that held back "20 of 22" beside it was answered by one subtraction.
- That nobody failed to answer is told by every rule there is, and says of each person that they
  did. That two did not says it of nobody: in a study no page has a name beside an answer.
- Why somebody did not answer (declined, withdrew, left) is another matter. Of few it is told
  nowhere, nor how many of an arm are analyzed at all: an arm is drawn for who answered, so the
  others withdrew. An analysis's n is near it, and is blurred by sheets that cannot be scored. The
  page of a study, which anybody at the desk can look at every day, has steps beside it
  (`projects/turnout`): what it says is less, and never another number.

Of a cohort's own survey it is the same, `surveys.rules.is_counted`: from five on.
"""

from collections.abc import Mapping

from app.outcomes.disclosure.cells import Cell, Told
from app.outcomes.disclosure.rules import told


def answered_told(counts: Mapping[Cell, int], *, smallest: int) -> dict[Cell, Told]:
    """What may be told of how many answered, by group and of all; no few follow from the sums.

    `counts`: of each group, and of all under the empty cell.
    """
    found = told(counts, smallest=smallest)
    return {own: found[own] for own in counts}
