"""Whether a worker runs on this machine: told by a lock that ends with its process, at any end."""

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

NAME = ".waypost-worker"


@contextmanager
def present(folder: Path) -> Iterator[None]:
    """Be seen by `is_present`; any number can be. Where nothing can be written, nobody is seen."""
    with ExitStack() as held:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = held.enter_context((folder / NAME).open("ab"))
            fcntl.flock(file, fcntl.LOCK_SH)
        yield


def is_present(folder: Path) -> bool:
    """Whether a worker with the same folder for its data runs."""
    try:
        with (folder / NAME).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
