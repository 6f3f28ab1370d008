"""What a program changes, in numbers."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.opening import open_current_database

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.outcomes.analysis.published import Row

commands = typer.Typer(no_args_is_help=True, help="What a program changes, in numbers.")


@commands.callback()
def outcomes() -> None:
    """What a program changes, in numbers."""


@commands.command("summary")
def summarize(
    file: Annotated[
        Path, typer.Argument(help="CSV with the columns n,mean_pre,sd_pre,mean_post,sd_post,t.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compute tests, intervals and effect sizes from the numbers that an article prints."""
    from app.outcomes.analysis.published import read_published

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not a text in UTF-8"
        print(f"{file} cannot be read: {why}.", file=sys.stderr)
        raise typer.Exit(1) from None
    rows = read_published(text)
    for row in rows:
        if row.warning:
            print(row.warning, file=sys.stderr)
    if as_json:
        print(json.dumps({"rows": [asdict(row.comparison) for row in rows]}, indent=2))
    else:
        print("\n".join(_lines(rows)))


@commands.command("analyze")
def analyze_project(
    project: Annotated[str, typer.Argument(help="The project, as its address names it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compute everything that a project's plan asks for, as far as its answers may be read now."""
    from app.core.clock import utc_now
    from app.outcomes.analysis.project.analysis import analyze
    from app.outcomes.projects.command import lines
    from app.outcomes.projects.queries import read_project

    with open_current_database() as database, database.read() as session:
        read = read_project(session, project, utc_now())
    if read is None:
        print(f"There is no project {project}.", file=sys.stderr)
        raise typer.Exit(1)
    found = analyze(read.study, read.per_protocol)
    print(json.dumps(asdict(found), indent=2) if as_json else "\n".join(lines(found)))


def _lines(rows: "Sequence[Row]") -> "Iterator[str]":
    """A table; what does not follow is a dash."""
    names = list(asdict(rows[0].comparison))
    yield " ".join(["line", *(f"{name:>8}" for name in names)])
    for row in rows:
        cells = asdict(row.comparison).values()
        yield " ".join([f"{row.line:>4}", *(f"{_shown(cell):>8}" for cell in cells)])


def _shown(cell: float | None) -> str:
    if cell is None:
        return "-"
    return str(cell) if isinstance(cell, int) else f"{cell:.4f}"
