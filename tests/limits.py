"""What is counted per process to bound what somebody can try, forgotten between tests."""

import sys
from functools import cache

import app.main  # noqa: F401 - all routes, with all limits
from app.web.limits import RateLimit, share


@cache
def _limits() -> frozenset[RateLimit]:
    """Those that modules of the site hold; they are made when it is imported."""
    modules = [module for name, module in sys.modules.items() if name.startswith("app.site.")]
    held = [value for module in modules for value in vars(module).values()]
    found = frozenset(value for value in held if isinstance(value, RateLimit))
    assert len(found) >= 20
    return found


def forget_tries() -> None:
    """No limit has anything used up, and none is shared with a site that runs beside the tests."""
    share(None)
    for limit in _limits():
        limit._counts.clear()
