"""One request, one transaction: it opens, commits and closes in the handler's own thread.

With FastAPI's own dependency scope the commit would run after the response has left, and a failed
commit would still show success. A `Transactional` argument of a handler says what to open.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from functools import partial, wraps
from typing import Any, Protocol, runtime_checkable

from fastapi.routing import APIRoute
from starlette.datastructures import FormData, UploadFile

from app.core.again import until_taken
from app.web.attempts import one_request


@runtime_checkable
class Transactional(Protocol):
    """What a handler's argument offers so that the handler runs inside it."""

    writes: bool

    def transaction(self, endpoint: Callable[..., Any]) -> AbstractContextManager[None]:
        """Open before the handler, commit after it, roll back when it raises."""
        ...


class TransactionalRoute(APIRoute):
    """A route whose handler runs inside the transaction of its `Transactional` argument."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, in_one_transaction(endpoint), **options)


def in_one_transaction(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a handler so that its response exists only after the commit.

    A change that the database did not take is done again from its beginning, within a bound:
    outside of its transaction a handler leaves nothing but counted rates, once a request. Who only
    looks is told at once: they have lost nothing, and everybody's pages need the threads.
    """

    @wraps(endpoint)
    def run(**arguments: Any) -> Any:
        opener = next((a for a in arguments.values() if isinstance(a, Transactional)), None)
        if opener is None:
            return endpoint(**arguments)
        attempt = partial(_attempt, endpoint, opener, arguments)
        with one_request():
            return until_taken(attempt) if opener.writes else attempt()

    return run


def _attempt(
    endpoint: Callable[..., Any], opener: Transactional, arguments: Mapping[str, Any]
) -> Any:
    _rewind(arguments.values())
    with opener.transaction(endpoint):
        return endpoint(**arguments)


def _rewind(arguments: Iterable[Any]) -> None:
    """Files that were sent are read from their beginning at every attempt."""
    for form in arguments:
        if isinstance(form, FormData):
            for _name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    value.file.seek(0)
