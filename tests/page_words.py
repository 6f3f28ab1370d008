"""What is read of a piece of HTML, and the only one of several."""

from collections.abc import Collection
from typing import TypeVar

from selectolax.lexbor import LexborNode

T = TypeVar("T")

INLINE = frozenset(
    "a abbr b bdi cite code del em i ins kbd mark q s small strong sub sup time u wbr".split()  # noqa: SIM905
)
UNSEEN = frozenset({"script", "style", "template", "title"})


def words_of(node: LexborNode) -> str:
    """What is read of a node, with single spaces. Words of neighboring blocks stay apart."""
    return " ".join(_joined(node).split())


def _joined(node: LexborNode) -> str:
    if node.is_text_node:
        return node.text_content or ""
    if node.is_comment_node or node.tag in UNSEEN or "hidden" in node.attributes:
        return ""
    inside = "".join(_joined(child) for child in node.iter(include_text=True))
    return inside if node.tag in INLINE else f" {inside} "


def only(found: Collection[T], wanted: str, there_is: Collection[object]) -> T:
    """The only one that fits."""
    assert len(found) == 1, f"{len(found)} for {wanted!r} among {there_is}"
    return next(iter(found))
