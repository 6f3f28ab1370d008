"""Prints readers, in a child process: finds the sizes that fit, then sets the whole.

A tool, the worksheet and the questions have one page each. Their rows, lines and letters are as
large as that page allows; a text takes the smaller of its sizes only where that saves a page.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import ceil
from typing import Any, TypeVar

from app.content.booklets import body as reader_body
from app.content.booklets.booklet import (
    FONTS_CONF,
    STYLE,
    TEMPLATES,
    Booklet,
    BookletOrder,
    BookletPage,
    Fit,
    html_of,
)
from app.printing.press import BASE, Files, Press, raise_on_render_warnings

TEXT_SIZES = ("regular", "close", "closer")
CHECK_SIZES = ("regular", "close", "closer", "closest")
FIGURES = ("", "lower", "lowest")
ROWS = tuple(f"rows-{height}" for height in (80, 70, 62, 55, 49, 44, 39, 34, 30, 26, 23, 20))
"""Heights in hundredths of an inch, as `reader.css` has them."""
LINES = (24, 22, 20, 18, 16, 14, 12, 10, 8, 6)
GAP = 0.2
"""Of a page: figures are made lower if that closes a gap before them of this size or more."""
NICE_LEVEL = 10
"""Readers wait for whatever else the machine has to do: nobody is watching."""

SizeT = TypeVar("SizeT")
Length = Callable[[Fit, str], float]
"""How many pages a part takes with these sizes; of the text's last page, what is used of it."""


class BookletPrinter:
    """What one printing process holds in memory."""

    def __init__(self) -> None:
        """Load WeasyPrint and the fonts.

        Raises:
            RenderError: A system library is missing.
        """
        if hasattr(os, "nice"):
            os.nice(NICE_LEVEL)
        self._press = Press(FONTS_CONF)
        self._style = (TEMPLATES / STYLE).read_bytes()

    def __call__(self, order: BookletOrder) -> Booklet:
        """The reader as a tagged PDF, dated by its version: the same order, the same bytes.

        Raises:
            RenderError: Something in it cannot be printed; the message says what.
        """
        with raise_on_render_warnings(f"The reader of “{order.data.title}”"):
            body = reader_body.split(order.html)
            lay_out = self._press.layout(self._files(order))
            page = BookletPage(order, body, Fit())

            def length(fit: Fit, part: str) -> float:
                return _length(lay_out(html_of(replace(page, fit=fit, only=part))))

            document = lay_out(html_of(replace(page, fit=_fit(page, length))))
            return Booklet(self._press.written(document), len(document.pages))

    def _files(self, order: BookletOrder) -> Files:
        figures = {
            f"figure:{name}": (picture.media_type, picture.content)
            for name, picture in order.figures.items()
        }
        return {BASE + STYLE: ("text/css", self._style), **figures}


def _length(document: Any) -> float:
    last = document.pages[-1]
    used: float = last.anchors["end"][1] / last.height if "end" in last.anchors else 1.0
    return len(document.pages) - 1 + used


def _fit(page: BookletPage, length: Length) -> Fit:
    has_check = page.order.data.check is not None
    fit = _fit_text(page, length, Fit(notes="answers" if has_check else "text"))
    fit = replace(
        fit,
        tools={tool.id: _fit_tool(tool.id, length) for tool in page.body.tools},
        lines=_largest(LINES, lambda lines: length(Fit(lines=lines), "worksheet")),
    )
    if not has_check:
        return fit
    return replace(
        fit,
        check=_largest(CHECK_SIZES, lambda size: length(Fit(check=size), "check")),
        answers=_fewest(TEXT_SIZES, lambda size: length(replace(fit, answers=size), "answers")),
    )


def _fit_tool(tool: str, length: Length) -> str:
    return _largest(ROWS, lambda rows: length(Fit(tools={tool: rows}), tool))


def _fit_text(page: BookletPage, length: Length, fit: Fit) -> Fit:
    size = _fewest(TEXT_SIZES, lambda size: length(replace(fit, text=size), "text"))
    fit = replace(fit, text=size)
    if page.order.figures:
        tall, *smaller = [length(replace(fit, figures=figures), "text") for figures in FIGURES]
        saved = [tall - one >= GAP * step for step, one in enumerate(smaller, start=1)]
        fit = replace(fit, figures=FIGURES[saved.index(True) + 1 if any(saved) else 0])
    with_notes = replace(fit, notes="text")
    fills = ceil(length(with_notes, "text")) == ceil(length(fit, "text"))
    return with_notes if fills else fit


def _largest(sizes: Sequence[SizeT], length: Callable[[SizeT], float]) -> SizeT:
    """The first size with which everything is on one page; the last if there is none."""
    low, high = 0, len(sizes) - 1
    while low < high:
        middle = (low + high) // 2
        if length(sizes[middle]) <= 1:
            high = middle
        else:
            low = middle + 1
    return sizes[low]


def _fewest(sizes: Sequence[SizeT], length: Callable[[SizeT], float]) -> SizeT:
    """The first of the sizes that take the fewest pages."""
    counts = [ceil(length(size)) for size in sizes]
    return sizes[counts.index(min(counts))]
