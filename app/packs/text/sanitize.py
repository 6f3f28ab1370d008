"""The allow-list that every rendered text passes, whatever the renderer let through."""

import re

import nh3

from app.language import pgettext

CALLOUTS = {
    "note": pgettext("a box in a text", "Note"),
    "practice": pgettext("a box in a text", "Practice"),
    "tool": pgettext("a box in a text", "Tool"),
    "evidence": pgettext("a box in a text", "Evidence"),
}
"""The kinds of boxes, and what is said over one without a title."""
LINK_SCHEMES = {"http", "https", "mailto"}

_FIGURE = re.compile(r"figure:[a-z0-9-]+\.[a-z]+", re.ASCII)


def _only_own_figures(_tag: str, attribute: str, value: str) -> str | None:
    """A picture comes from its pack and from nowhere else, and no link leads to one."""
    is_picture = _FIGURE.fullmatch(value) is not None
    allowed = {"src": is_picture, "href": not value.lower().startswith("figure:")}
    return value if allowed.get(attribute, True) else None


_HEADINGS = {f"h{level}" for level in range(2, 7)}
_SANITIZER = nh3.Cleaner(
    tags={
        *_HEADINGS,
        *("p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "sup", "a"),
        *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
        *("aside", "section", "div", "figure", "figcaption", "img"),
    },
    attributes={
        **{tag: {"id"} for tag in (*_HEADINGS, "li")},
        "*": set(),
        "a": {"href", "id", "aria-label"},
        "ol": {"start"},
        "table": {"aria-label"},
        "th": {"scope"},
        "aside": {"id", "role"},
        "img": {"src", "alt", "width", "height", "loading", "decoding"},
    },
    allowed_classes={
        "aside": {"callout", *(f"callout-{kind}" for kind in CALLOUTS)},
        "p": {"callout-title"},
        "div": {"table-wrap"},
        "section": {"footnotes"},
        "sup": {"footnote-ref"},
        "a": {"footnote-backref"},
        **{tag: {"align-center", "align-right"} for tag in ("th", "td")},
    },
    url_schemes=LINK_SCHEMES | {"figure"},
    attribute_filter=_only_own_figures,
    url_relative=lambda address: address if address.startswith("#") else None,
    link_rel=None,  # nothing opens another window
)


def sanitized(html: str) -> str:
    """The same text with nothing in it but known tags, attributes, classes and link targets.

    Relative links lead nowhere, since a text does not know at which address it is shown; only
    links into the same text are kept.
    """
    return _SANITIZER.clean(html)
