"""Small questions about a parsed text, asked by its renderer and by its check."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown_it.token import Token

FIGURE_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(svg|png|jpg)", re.ASCII)


def slugs(tokens: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """Each heading's opening token and its name for links, unique in the text."""
    counts: dict[str, int] = {}
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            slug = base = _slug(plain_text(inline))
            while slug in counts:
                counts[base] += 1
                slug = f"{base}-{counts[base]}"
            counts[slug] = 1
            yield opening, slug


def plain_text(inline: Token) -> str:
    """The words of a line, without its marks."""
    return "".join(
        child.content if child.content else " " if "break" in child.type else ""
        for child in inline.children or []
    )


def is_lone_picture(before: Token, inline: Token) -> bool:
    """Whether a piece of running text is a picture and nothing else, in a paragraph."""
    children = inline.children or []
    return before.type == "paragraph_open" and [child.type for child in children] == ["image"]


def figure_name(image: Token) -> str | None:
    """The file that a picture names in the folder `figures`."""
    folder, _slash, name = str(image.attrGet("src") or "").partition("/")
    return name if folder == "figures" and FIGURE_NAME.fullmatch(name) else None


def _slug(title: str) -> str:
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-") or "section"


def callout(token: Token) -> tuple[str, str]:
    """Kind and title."""
    kind, _space, title = token.info.strip().partition(" ")
    return kind, title.strip()
