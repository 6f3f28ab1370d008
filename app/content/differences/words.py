"""What changed between two texts, word by word; and how two sequences of texts line up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class DifferenceMark(StrEnum):
    """What became of a stretch of words."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True)
class DifferencePiece:
    """Words in a row that were all kept, all deleted or all inserted."""

    mark: DifferenceMark
    text: str
    """The words with one space between each."""


def compare_words(old: str, new: str) -> tuple[DifferencePiece, ...]:
    """Two texts word by word: kept and deleted words are the old one, kept and inserted the new."""
    before, after = old.split(), new.split()
    found: list[tuple[DifferenceMark, list[str]]] = []
    for tag, a, b, c, d in _readable(opcodes(before, after)):
        if tag == "equal":
            found.append((DifferenceMark.KEPT, after[c:d]))
        else:
            found += [(DifferenceMark.DELETED, before[a:b]), (DifferenceMark.INSERTED, after[c:d])]
    return tuple(DifferencePiece(mark, " ".join(words)) for mark, words in found if words)


_MOST_COMPARED = 250_000
"""Above so many pairs of words, or of blocks, all counts as changed: a comparison must end."""

Opcode = tuple[str, int, int, int, int]


def opcodes(before: Sequence[str], after: Sequence[str]) -> list[Opcode]:
    """As of `SequenceMatcher`, with the equal beginnings and ends set aside first."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-tail - 1] == after[-tail - 1]:
        tail += 1
    a, b = before[head : len(before) - tail], after[head : len(after) - tail]
    found: list[Opcode] = [("equal", 0, head, 0, head)]
    if len(a) * len(b) > _MOST_COMPARED:
        found.append(("replace", head, head + len(a), head, head + len(b)))
    else:
        inner = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
        found += [(tag, i + head, j + head, k + head, m + head) for tag, i, j, k, m in inner]
    ends = len(before) - tail, len(before), len(after) - tail, len(after)
    return [*found, ("equal", *ends)]


def _readable(found: Sequence[Opcode]) -> Iterator[Opcode]:
    """With a lonely word that happens to stand in both counted to the changes around it."""
    shown = [op for op in found if op[1] < op[2] or op[3] < op[4]]
    last: Opcode | None = None
    for place, (tag, a, b, c, d) in enumerate(shown):
        lonely = tag == "equal" and b - a == 1 and 0 < place < len(shown) - 1
        kind = "replace" if lonely or tag != "equal" else "equal"
        if last and kind == last[0] == "replace":
            last = (kind, last[1], b, last[3], d)
            continue
        if last:
            yield last
        last = (kind, a, b, c, d)
    if last:
        yield last
