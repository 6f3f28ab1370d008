"""A backup or a restore that is killed before a step: `python -m … STEP make|restore URL PATH`."""

import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from app.installation.backups import actions
from app.installation.backups.kinds import room_beside
from tests.cast import NOW


def die(*_: object, **__: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("unreachable")


if __name__ == "__main__":
    step, act, url, path = sys.argv[1:]
    module, _, name = step.rpartition(".")
    setattr(import_module(f"app.installation.backups.{module}"), name, die)
    if act == "make":
        actions.make(url, Path(path), now=NOW)
    else:
        actions.restore(url, Path(path), room_beside(url, Path(path).parent), now=NOW)
