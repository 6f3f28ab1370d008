"""Forms with files that are too large for memory: each goes to the disk as it arrives."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData, Headers
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import Receive, Scope, Send

from app.core.shelf import Draft
from app.language import Text
from app.web import forms
from app.web.forms import noted
from app.web.limits import AT, LIMIT, TOLD

MOST_FIELDS = 20
"""Beside files: each can have 1 MB, and all of them are in memory."""
MOST_FILES = 4

DraftOf = Callable[[str], Draft]
"""Makes the draft for a field of a form."""


@dataclass
class Upload:
    """What was sent: the fields without files, and the files by field, where there is any."""

    fields: FormData = field(default_factory=FormData)
    files: dict[str, Draft] = field(default_factory=dict)

    def file(self, name: str) -> Draft | None:
        """The last file of a field that has anything in it: browsers send empty ones for none."""
        return self.files.get(name)


@asynccontextmanager
async def received(
    request: Request,
    draft_of: DraftOf,
    most: int,
    too_large: Text | None = None,
    at: str | None = None,
) -> AsyncIterator[Upload]:
    """Read a form with large files; what was not put up by the end of the block is removed.

    `most`: bytes of the whole body. Whoever sends more reads `too_large` on the page that the form
    stood on: of a file that is more than twice as large as one can be, nothing is read. `at`: the
    field to which that sentence leads.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):  # not shown
        async with request.form(max_fields=forms.MOST_FIELDS) as plain:
            yield Upload(noted(request, plain))
        return
    await let(request, {LIMIT: most, TOLD: too_large, AT: at})
    parser = _ToDisk(request.headers, request.stream(), draft_of)
    try:
        try:
            form = await parser.parse()
        except MultiPartException as unreadable:
            raise HTTPException(400, unreadable.message) from unreadable
        texts = FormData([(name, v) for name, v in form.multi_items() if isinstance(v, str)])
        files = {name: draft for name, draft in parser.drafts if draft.size}
        request.state.texts = noted(request, texts)
        yield Upload(request.state.texts, files)
    finally:
        for _name, draft in parser.drafts:
            draft.close()


def read_already(request: Request) -> FormData | None:
    """The fields without files of a form that was read so, since it comes only once."""
    return getattr(request.state, "texts", None)


async def let(request: Request, told: Mapping[str, Any]) -> None:
    """Let this one request have more bytes: an inner limit takes the place of the usual one.

    `told`: `LIMIT`, and what `TOLD` and `AT` say where it is met.
    """
    request.scope.setdefault("state", {}).update(told)
    await RequestBodyLimitMiddleware(_nothing, told[LIMIT])(request.scope, request.receive, _send)


async def _nothing(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """What is inside of the limit: the request goes on outside of it."""


async def _send(_message: Any) -> None:
    raise AssertionError  # the limit is only set, so nothing is answered


class _ToDisk(MultiPartParser):
    """Starlette's parser; its files are drafts, and not in memory first and in `/tmp` then."""

    def __init__(
        self, headers: Headers, stream: AsyncGenerator[bytes, None], draft_of: DraftOf
    ) -> None:
        super().__init__(headers, stream, max_files=MOST_FILES, max_fields=MOST_FIELDS)
        self._draft_of = draft_of
        self.drafts: list[tuple[str, Draft]] = []

    def on_headers_finished(self) -> None:
        """Let a part that is a file be written to a draft."""
        super().on_headers_finished()
        part = self._current_part
        if part.file is not None:
            draft = self._draft_of(part.field_name)
            self.drafts.append((part.field_name, draft))
            part.file.file.close()
            part.file.file = draft  # type: ignore[assignment]
