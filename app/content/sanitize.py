"""The allow-list that every rendered text passes, whatever the renderer let through."""

import nh3

CALLOUTS = {"note": "Note", "practice": "Practice", "tool": "Tool", "evidence": "Evidence"}
LINK_SCHEMES = {"http", "https", "mailto"}

_HEADINGS = {f"h{level}" for level in range(2, 7)}
_SANITIZER = nh3.Cleaner(
    tags={
        *_HEADINGS,
        *("p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "sup", "a"),
        *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
        *("aside", "section", "div"),
    },
    attributes={
        **{tag: {"id"} for tag in (*_HEADINGS, "li")},
        "*": set(),
        "a": {"href", "id", "aria-label"},
        "ol": {"start"},
        "th": {"scope"},
        "div": {"tabindex", "role", "aria-label"},
        "aside": {"role"},
    },
    allowed_classes={
        "aside": {"callout", *(f"callout-{kind}" for kind in CALLOUTS)},
        "p": {"callout-title"},
        "div": {"table-wrap", "table-scroll"},
        "section": {"footnotes"},
        "ol": {"footnotes-list"},
        "li": {"footnote-item"},
        "sup": {"footnote-ref"},
        "a": {"footnote-backref"},
        **{tag: {"align-center", "align-right"} for tag in ("th", "td")},
    },
    url_schemes=LINK_SCHEMES,
    url_relative=lambda address: address if address.startswith("#") else None,
    link_rel="noopener",
)


def sanitized(html: str) -> str:
    """The same text with nothing in it but known tags, attributes, classes and link targets.

    Relative links lead nowhere, since a text does not know at which address it is shown; only
    links into the same text are kept.
    """
    return _SANITIZER.clean(html)
