import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.certificates.printing.pool import CertificatePool
from app.certificates.printing.render import CertificateRenderer
from app.certificates.snapshot import to_json
from app.certificates.specimens import OF_KIND
from app.certificates.verification.inspect import inspect_pdf
from app.printing.errors import RenderError
from app.settings import PROJECT_ROOT
from tests.certificates.samples import snapshot

KINDS = sorted(OF_KIND)


def children_of(pid: int) -> list[int]:
    """The printing processes of a process: those that its forking helper has forked."""
    helpers = [child for child in _listed(pid) if "forkserver" in command_of(child)]
    return [child for helper in helpers for child in _listed(helper)]


def _listed(pid: int) -> list[int]:
    threads = Path(f"/proc/{pid}/task")
    if not threads.exists():
        pytest.skip("needs Linux's list of child processes")
    listed = " ".join(children.read_text() for children in threads.glob("*/children"))
    return [int(child) for child in listed.split()]


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def wait_until_gone(pids: list[int]) -> bool:
    until = time.monotonic() + 15
    while any("forkserver" in command_of(pid) for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_child_prints_the_same_page_as_any_other_process(
    pool: CertificatePool, renderer: CertificateRenderer, kind: str
) -> None:
    made = pool.produce(to_json(snapshot(kind)))
    assert made.startswith(renderer.pdf(snapshot(kind)))
    assert inspect_pdf(made).problem is None


def test_many_at_once_all_arrive(pool: CertificatePool) -> None:
    names = [f"Person Number {n}" for n in range(12)]
    with ThreadPoolExecutor(4) as threads:
        made = list(
            threads.map(lambda name: pool.produce(to_json(snapshot(person_name=name))), names)
        )
    assert all(inspect_pdf(pdf).problem is None for pdf in made)
    assert len({inspect_pdf(pdf).sha256 for pdf in made}) == 12


def test_refusal_comes_back_with_its_reason(pool: CertificatePool) -> None:
    with pytest.raises(RenderError, match="lack these letters: 𐌰"):
        pool.produce(to_json(snapshot(person_name="𐌰 Ming")))
    with pytest.raises(RenderError, match="cannot read snapshot version"):
        pool.produce("{}")
    with pytest.raises(RenderError, match="has changed since"):
        pool.produce(to_json(snapshot(template_hash="0" * 64)))
    assert inspect_pdf(pool.produce(to_json(snapshot()))).problem is None


def test_broken_set_up_is_told_by_every_task(tmp_path: Path) -> None:
    with CertificatePool(tmp_path / "nowhere.pem", workers=1) as pool:
        for _ in range(2):
            with pytest.raises(RenderError, match=r"nowhere\.pem cannot be read"):
                pool.produce(to_json(snapshot()))


@contextmanager
def own_children(key_file: Path) -> Iterator[tuple[CertificatePool, list[int]]]:
    """A warm pool of its own, with the processes that are its."""
    others = set(children_of(os.getpid()))
    with CertificatePool(key_file) as pool, ThreadPoolExecutor(2) as threads:
        list(threads.map(pool.produce, [to_json(snapshot())] * 4))
        yield pool, [child for child in children_of(os.getpid()) if child not in others]


def test_killed_children_are_replaced_and_nothing_is_lost(key_file: Path) -> None:
    with own_children(key_file) as (pool, children), ThreadPoolExecutor(2) as threads:
        assert len(children) == 2
        waiting = [threads.submit(pool.produce, to_json(snapshot())) for _ in range(20)]
        for child in children:
            time.sleep(0.05)
            os.kill(child, signal.SIGKILL)
        assert all(inspect_pdf(pdf.result()).problem is None for pdf in waiting)
        assert wait_until_gone(children)


def test_closed_pool_leaves_no_process_and_prints_no_more(key_file: Path) -> None:
    with own_children(key_file) as (pool, children):
        assert children
    assert wait_until_gone(children)
    with pytest.raises(RuntimeError, match="is closed"):
        pool.produce(to_json(snapshot()))


def test_closing_waits_for_what_is_being_printed(key_file: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        with own_children(key_file) as (pool, _):
            busy = [threads.submit(pool.produce, to_json(snapshot())) for _ in range(2)]
            time.sleep(0.02)
        assert all(inspect_pdf(pdf.result()).problem is None for pdf in busy)


def test_pool_that_was_never_used_closes(key_file: Path) -> None:
    pool = CertificatePool(key_file)
    pool.close()
    pool.close()


PARENT = """
import sys, time
from pathlib import Path
from app.certificates.printing.pool import CertificatePool
if __name__ == "__main__":
    pool = CertificatePool(Path(sys.argv[1]))
    pool.produce(Path(sys.argv[2]).read_text())
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_children_end_with_a_killed_parent(
    key_file: Path, tmp_path: Path, how: signal.Signals
) -> None:
    script, facts = tmp_path / "parent.py", tmp_path / "snapshot.json"
    script.write_text(PARENT)
    facts.write_text(to_json(snapshot()))
    parent = subprocess.Popen(
        [sys.executable, str(script), str(key_file), str(facts)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(PROJECT_ROOT)},
    )
    with parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        children = [*children_of(parent.pid), *_listed(parent.pid)]
        assert len(children) >= 2, "a printing process, and what has forked it"
        parent.send_signal(how)
    assert wait_until_gone(children)
