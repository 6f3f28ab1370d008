"""What people write to each other, as Markdown: a small part of the dialect, rendered and cleaned.

No headings, since a post stands among others, no pictures, tables or boxes. A line break stays one.
Raw HTML is shown as the text it is.
"""

from markdown_it import MarkdownIt

from app.packs.text.sanitize import sanitized

_DIALECT = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["heading", "lheading", "image", "html_block", "html_inline", "hr"]
)
FIRST_LINE = 160
"""Signs of a post in a letter."""


def post_html(text: str) -> str:
    """Safe HTML of a post."""
    return sanitized(_DIALECT.render(text))


def first_line(text: str) -> str:
    """How a post begins, in plain words on one line."""
    for token in _DIALECT.parse(text):
        pieces = token.children or [token] if token.type in {"inline", "fence"} else []
        said = "".join(" " if "break" in piece.type else piece.content for piece in pieces)
        words = " ".join(said.split())
        if words:
            return words if len(words) <= FIRST_LINE else f"{words[:FIRST_LINE].rstrip()}…"
    return ""
