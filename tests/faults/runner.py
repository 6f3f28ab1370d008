"""Runs every experiment on both databases, a line each."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

from tests.faults import invariants, places, postgres
from tests.faults.experiments import ALL, POSTGRESQL, SQLITE, Experiment

MODULES = (
    "kills",
    "issuing",
    "folders",
    "disks",
    "locks",
    "restarts",
    "mails",
    "announcing",
    "clocks",
    "writes",
    "backups",
    "migrations",
    "crowds",
    "check_ins",
)
"""In the order in which their experiments are run."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all, or those whose name holds some words; 1 if anything was not survived."""
    wanted = _wanted(arguments)
    if len(wanted.on) > 1:
        return _beside_each_other(wanted)
    places.forget_settings()
    for module in MODULES:
        import_module(f"tests.faults.{module}")
    began, (kind,) = time.monotonic(), wanted.on
    failed = _on(kind, wanted)
    print(f"{kind}: {failed} not survived, in {time.monotonic() - began:.0f} s", flush=True)
    return min(failed, 1)


def _beside_each_other(wanted: argparse.Namespace) -> int:
    """Each database in a process of its own: much of the time is waiting."""
    print(f"Seed {wanted.seed}. After each: {invariants.KEPT}.", flush=True)
    given = [*wanted.words, "--seed", str(wanted.seed)]
    command = [sys.executable, "-m", "tests.faults", *given, "--on"]
    started = [subprocess.Popen([*command, kind]) for kind in wanted.on]
    return max(process.wait() for process in started)


def _wanted(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("words", nargs="*", help="only those whose name holds one of these")
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(2)))
    parser.add_argument("--on", nargs="*", default=[SQLITE, POSTGRESQL])
    return parser.parse_args(arguments)


def _on(kind: str, wanted: argparse.Namespace) -> int:
    """How many failed on one kind of database."""
    chosen = [each for each in ALL if kind in each.on and _is_named(each, wanted.words)]
    with ExitStack() as stack:
        if kind == POSTGRESQL and not _start_postgresql(stack):
            print(f"{'LEFT OUT':<9}{kind}: its server programs are not here", flush=True)
            return 0
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(places.template(folder))
        return sum(not _run(each, kind, url, folder, wanted.seed) for each in chosen)


def _start_postgresql(stack: ExitStack) -> bool:
    if (where := postgres.programs()) is None:
        return False
    postgres.Cluster.running = stack.enter_context(postgres.cluster(where))
    os.environ["TEST_DATABASE_URL"] = postgres.Cluster.running.url
    return True


def _is_named(each: Experiment, words: Sequence[str]) -> bool:
    return not words or any(word.lower() in each.name.lower() for word in words)


def _run(each: Experiment, kind: str, url: str, folder: Path, seed: int) -> bool:
    began = time.monotonic()
    own = Path(tempfile.mkdtemp(dir=folder))
    survived, said = _tried(each, url, own, seed)
    verdict, seconds = "ok" if survived else "FAILED", time.monotonic() - began
    print(f"{verdict:<9}{kind:<11}{seconds:5.1f} s  {each.name}: {said}", flush=True)
    return survived


def _tried(each: Experiment, url: str, own: Path, seed: int) -> tuple[bool, str]:
    log = ""
    try:
        with places.copied(url, own, seed) as place:
            try:
                said = each.act(place)
            finally:
                log = place.said
            settings, now = place.settings, place.now
            wrong = invariants.broken(place.database, settings, now, told=each.told)
    except Exception:
        return False, f"{traceback.format_exc()}\n{log[-5000:]}"
    return not wrong, f"{said}; {'; '.join(wrong)}" if wrong else said
