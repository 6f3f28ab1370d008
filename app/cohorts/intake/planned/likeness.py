"""Which institutions a name in a file may mean, by how much it is like theirs. Pure."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from app.cohorts.intake.columns import compared
from app.cohorts.intake.facts import KnownInstitution

ALIKE = 0.6


class Lookalikes:
    """Institutions by names that are like theirs; each name is looked at once."""

    def __init__(self, institutions: Sequence[KnownInstitution]) -> None:
        self._institutions = institutions
        self._found: dict[str, tuple[KnownInstitution, ...]] = {}

    def of(self, written: str) -> tuple[KnownInstitution, ...]:
        """At most two institutions whose name is like the one in the file, the likest first."""
        if written not in self._found:
            scored = sorted(
                ((_likeness(written, known), known) for known in self._institutions),
                key=lambda score: -score[0],
            )
            self._found[written] = tuple(known for score, known in scored[:2] if score >= ALIKE)
        return self._found[written]


def _likeness(written: str, known: KnownInstitution) -> float:
    """Between 0 and 1, which is a short name in what was written, or what was written in a name."""
    if not written:
        return 0
    short = compared(known.short_name)
    name = compared(known.name)
    if (short and f" {short} " in f" {written} ") or f" {written} " in f" {name} ":
        return 1
    names = (short, name)
    return max(SequenceMatcher(None, written, name).ratio() for name in names)
