"""`make bench`: what each main page costs, beside a bare one of its size, on every database.

The ceiling is a plain Starlette page (`ceiling.py`), served by a process of the same kind. A page
and the ceiling take turns in short rounds with eight visitors. The ratio is that of the processor's
work, which other work on the machine disturbs least; what visitors wait is printed beside it. Of a
page that misses its goal it is told where its time goes (`profiling.py`).

`--json FILE` writes all numbers, `--check` compares them with `baseline.json` beside this file and
fails for a ratio that is lost or a statement more, `--keep` writes that file; `--sizes` and
`--seconds` make it shorter.
"""

import json
import os
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench import goals
from tests.bench.asking import Asked, ask, sign_in, size, statements
from tests.bench.ceiling import PATH
from tests.bench.comparing import BASELINE, Found, lost
from tests.bench.databases import Ready, databases
from tests.bench.goals import Measured, Page, goal_of
from tests.bench.profiling import profiles
from tests.bench.serving import Running, running, serve_app, serve_ceiling
from tests.bench.whole import whole

ROUNDS = 5
HEAD = (
    f"{'page':14}{'of ceiling':>11}{'CPU us':>9}{'50th':>7}{'95th ms':>9}{'SQL':>5}{'KB':>7}  goal"
)


def main() -> None:
    """Measure, print, compare."""
    os.environ["DEMO"] = "1"
    chosen = _chosen()
    found: Found = {}
    with tempfile.TemporaryDirectory() as folder, running(serve_ceiling) as ceiling:
        for ready in databases(Path(folder), chosen.sizes):
            _print_head(ready)
            of_size = found.setdefault(ready.kind, {}).setdefault(ready.size, {})
            with running(serve_app, ready.url, folder, ready.now) as server:
                for page in _pages(ceiling, server, ready, chosen.seconds):
                    print(_line(ready.size, page), flush=True)
                    of_size[page.name] = page._asdict()
            for line in profiles(ready.url, ready.now, Path(folder), _missed(ready, of_size)):
                print(line, flush=True)
            _write(found, chosen)
        if {goals.DEMO, goals.HALF} <= set(chosen.sizes):
            print(*whole(Path(folder)), sep="\n")
    if chosen.check and (said := lost(found)):
        sys.exit("\n".join(said))


def _write(found: Found, chosen: Namespace) -> None:
    """After each database: a run that is broken off was not for nothing."""
    for file in filter(None, (chosen.json, BASELINE if chosen.keep else None)):
        Path(file).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _chosen() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--json", help="where to write all numbers")
    parser.add_argument("--check", action="store_true", help="fail for what is worse than before")
    parser.add_argument("--keep", action="store_true", help="compare with these from now on")
    parser.add_argument("--seconds", type=float, default=2.0, help="how long a page is asked for")
    sizes = (goals.DEMO, goals.HALF, goals.DECADE)
    parser.add_argument("--sizes", nargs="+", default=list(sizes), choices=sizes)
    return parser.parse_args()


def _print_head(ready: Ready) -> None:
    waiting = f"{os.getloadavg()[0]:.1f} wait for {os.cpu_count()} processors"
    print(f"\n{ready.kind}, {ready.size}; {waiting}\n{HEAD}", flush=True)


def _pages(ceiling: Running, server: Running, ready: Ready, seconds: float) -> Iterator[Measured]:
    wanted = goals.pages(ready.cohorts)
    cookies = {persona: sign_in(server, persona) for persona in {page.persona for page in wanted}}
    for page in wanted:
        yield _measured(ceiling, server, page, cookies[page.persona], seconds)


def _measured(
    ceiling: Running, server: Running, page: Page, cookie: str, seconds: float
) -> Measured:
    bytes_, count = size(server, page.path, cookie), statements(server, page.path, cookie)
    bare, own = Asked(), Asked()
    for _ in range(ROUNDS):
        ask(ceiling, f"{PATH}?bytes={bytes_}", "", seconds / ROUNDS, bare)
        ask(server, page.path, cookie, seconds / ROUNDS, own)
    return Measured(
        page.name,
        ratio=round(bare.each / own.each, 4),
        processor_us=round(own.each * 1e6),
        p50_ms=round(own.late(50), 1),
        p95_ms=round(own.late(95), 1),
        statements=count,
        bytes=bytes_,
    )


def _missed(ready: Ready, found: dict[str, dict[str, Any]]) -> list[Page]:
    """The pages that did not reach what is asked of them."""
    goals_ = {name: goal_of(ready.size, Measured(**page)) for name, page in found.items()}
    missed = {name for name, goal in goals_.items() if goal and not goal[1]}
    return [page for page in goals.pages(ready.cohorts) if page.name in missed]


def _line(size_: str, page: Measured) -> str:
    goal = goal_of(size_, page)
    said = f"{goal[0]}: {'reached' if goal[1] else 'MISSED'}" if goal else ""
    return (
        f"{page.name:14}{page.ratio:11.3f}{page.processor_us:9.0f}{page.p50_ms:7.0f}"
        f"{page.p95_ms:9.0f}{page.statements:5}{page.bytes / 1024:7.1f}  {said}"
    )


if __name__ == "__main__":
    main()
