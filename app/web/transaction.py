"""One request, one transaction: it opens, commits and closes in the handler's own thread.

With FastAPI's own dependency scope the commit would run after the response has left, and a failed
commit would still show success. A `Transactional` argument of a handler says what to open.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any, Protocol, runtime_checkable

from fastapi.routing import APIRoute


@runtime_checkable
class Transactional(Protocol):
    """What a handler's argument offers so that the handler runs inside it."""

    def transaction(self, endpoint: Callable[..., Any]) -> AbstractContextManager[None]:
        """Open before the handler, commit after it, roll back when it raises."""
        ...


class TransactionalRoute(APIRoute):
    """A route whose handler runs inside the transaction of its `Transactional` argument."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, in_one_transaction(endpoint), **options)


def in_one_transaction(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a handler so that its response exists only after the commit."""

    @wraps(endpoint)
    def run(**arguments: Any) -> Any:
        opener = next((a for a in arguments.values() if isinstance(a, Transactional)), None)
        if opener is None:
            return endpoint(**arguments)
        with opener.transaction(endpoint):
            return endpoint(**arguments)

    return run
