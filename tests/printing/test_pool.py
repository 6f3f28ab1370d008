"""What every printing pool does, whatever it prints; certificates' own tests kill its children."""

import time
from functools import partial

import pytest

from app.printing.errors import RenderError
from app.printing.pool import PrintingPool


def test_print_that_hangs_is_given_up_and_the_next_one_is_made() -> None:
    sleeping = partial(partial, time.sleep)
    with PrintingPool[float, None](sleeping, workers=1, patience=3) as pool:
        with pytest.raises(RenderError, match=r"not printed within 3 seconds"):
            pool.produce(600.0)
        assert pool.produce(0.0) is None
