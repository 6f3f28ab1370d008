"""What is refused, by its reason and not by its words."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.core.errors import RefusedError, WaypostError
from app.language.reasons import Reason


@contextmanager
def refuses(reason: Reason, error: type[WaypostError] = RefusedError) -> Iterator[None]:
    """The block raises this error with exactly this reason."""
    with pytest.raises(error) as refused:
        yield
    assert refused.value.reason == reason
