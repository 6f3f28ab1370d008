"""Whatever is done to a history, what was signed of it tells, and from which line on."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.history.anchors.rules import (
    EVERY,
    Anchor,
    Broken,
    End,
    HashedLine,
    Loss,
    Telling,
    first_broken,
    is_due,
    untold,
)
from tests.cast import NOW

Lines = list[HashedLine]


def history(length: int) -> Lines:
    """Ids have gaps: a transaction that was rolled back leaves one."""
    return [HashedLine("", number * 2, f"hash {number}") for number in range(1, length + 1)]


def anchor_of(lines: Lines) -> Anchor:
    end = lines[-1]
    return Anchor(NOW, len(lines), end.id, end.hash, end.chain)


def test_history_that_only_grew_is_as_it_was_signed() -> None:
    lines = history(9)
    anchors = [anchor_of(lines[:3]), anchor_of(lines[:3]), anchor_of(lines[:7])]
    assert first_broken(anchors, lines) is None
    assert first_broken([], lines) is None


@given(st.integers(1, 12), st.integers(0, 11), st.integers(0, 11))
def test_cut_tail_is_noticed_whatever_follows(length: int, kept: int, more: int) -> None:
    lines = history(length)
    cut = lines[: min(kept, length - 1)]
    anchors = [anchor_of(lines[:end]) for end in range(1, length + 1)]
    longer = cut + [HashedLine("", lines[-1].id + n, "new") for n in range(1, more + 1)]
    for found in (first_broken(anchors, cut), first_broken(anchors, longer)):
        assert found is not None
        assert found.anchor == anchors[len(cut)]
        assert found.whole_until == (cut[-1].id if cut else 0)


@given(st.integers(2, 12), st.data())
def test_line_that_was_taken_out_or_rewritten_is_behind_the_last_good_anchor(
    length: int, data: st.DataObject
) -> None:
    lines = history(length)
    at = data.draw(st.integers(0, length - 2))
    anchors = [anchor_of(lines[: end + 1]) for end in range(length)]
    without = lines[:at] + lines[at + 1 :]
    anew = lines[:at] + [line._replace(hash="other") for line in lines[at:]]
    gone, other = first_broken(anchors, without), first_broken(anchors, anew)
    before = lines[at - 1].id if at else 0
    assert gone == Broken(anchors[at], Loss.MISSING, before)
    assert other == Broken(anchors[at], Loss.REWRITTEN, before)


def test_line_between_anchors_that_is_gone_is_missed_by_the_count() -> None:
    lines = history(6)
    found = first_broken([anchor_of(lines[:2]), anchor_of(lines)], lines[:3] + lines[4:])
    assert found == Broken(anchor_of(lines), Loss.MISSING, 4)


def test_cut_to_the_last_anchor_but_one_says_so() -> None:
    lines = history(6)
    anchors = [anchor_of(lines[:2]), anchor_of(lines)]
    assert first_broken(anchors, lines[:3]) == Broken(anchors[1], Loss.CUT, 4)


def test_each_chain_is_compared_with_its_own_ends() -> None:
    own, ada, ben = history(4), in_chain("ada", 5), in_chain("ben", 3)
    ends = [anchor_of(own), anchor_of(ada[:2]), anchor_of(ada), anchor_of(ben)]
    assert first_broken(ends, [*own, *ada, *ben]) is None
    assert first_broken(ends, [*own, *ada]) == Broken(anchor_of(ben), Loss.CUT, 0)
    assert first_broken(ends, [*own, *ada[:4], *ben]) == Broken(anchor_of(ada), Loss.CUT, 4)
    moved = [line._replace(chain="ada") for line in ben]
    found = first_broken(ends, [*own, *sorted(ada + moved, key=lambda line: line.id)])
    assert found is not None


def in_chain(chain: str, length: int) -> Lines:
    return [line._replace(chain=chain) for line in history(length)]


def test_an_end_is_told_once() -> None:
    ends = [End("ada", 10, 5, "x"), End("ben", 6, 3, "y")]
    before = [Telling(7, NOW, frozenset(ends[1:])), Telling(3, NOW, frozenset())]
    assert untold(ends, before) == ends[:1]
    assert untold(ends, []) == ends


def test_anchor_is_due_when_something_happened_and_an_hour_is_over() -> None:
    lines = history(3)
    anchor = anchor_of(lines)
    assert not is_due(None, 0, NOW)
    assert is_due(None, 1, NOW)
    assert not is_due(anchor, anchor.last_id, NOW + EVERY)
    assert not is_due(anchor, anchor.last_id + 1, NOW + EVERY - timedelta(seconds=1))
    assert is_due(anchor, anchor.last_id + 1, NOW + EVERY)
