"""What the address of a request asks of a list."""

from typing import Annotated

from fastapi import Depends

from app.web.listing import ALL, Asked
from app.web.spreadsheet import Format

_FORMATS = {format_.value: format_ for format_ in Format}


async def _asked(
    show: str = ALL,
    sort: str = "",
    order: str = "",
    q: str = "",
    page: int = 1,
    format: str = "",  # noqa: A002
) -> Asked:
    """`order=desc` is how addresses once said what a minus sign says now."""
    column = sort.removeprefix("-")
    turned = order == "desc" or sort.startswith("-")
    return Asked(show, f"-{column}" if turned else column, q, page, _FORMATS.get(format))


ListAsked = Annotated[Asked, Depends(_asked)]
"""The argument of a route whose page is a list."""
