"""What a program changes, in numbers."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from app.cli.opening import open_current_database, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from app.outcomes.analysis.published import Row
    from app.outcomes.codebook.rows import Described
    from app.outcomes.redcap.package import Plan

commands = typer.Typer(no_args_is_help=True, help="What a program changes, in numbers.")

WAVES = (
    ("Baseline", 0, 28, 0),
    ("3 Month", 3, 21, 21),
    ("12 Month", 12, 45, 45),
    ("24 Month", 24, 60, 60),
)
"""The usual waves: what REDCap calls them, months, days that they may come early and late."""


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


@commands.command("redcap-dictionary")
def redcap_dictionary(
    program: Annotated[str, typer.Argument(help="The key of the program.")],
    instruments: Annotated[
        list[str] | None,
        typer.Argument(help="Keys of instruments in the order of their forms; all if none."),
    ] = None,
    to: Annotated[Path, typer.Option("--to", help="Where to write the ZIP.")] = Path("redcap.zip"),
    arms: Annotated[
        list[str] | None, typer.Option("--arm", help="The name of an arm; one called All if none.")
    ] = None,
    consented: Annotated[
        list[str] | None,
        typer.Option(
            "--with-consent", help="An instrument whose owner lets you pass its wording on."
        ),
    ] = None,
) -> None:
    """Write a REDCap project for what a program asks: dictionary, arms, events and mappings."""
    from app.outcomes.redcap.package import package_file, package_of

    title, current = _current(program)
    asked = _chosen(current, program, instruments or [])
    plan = _plan(title, asked, arms or ["All"], consented or [])
    package = package_of(plan)
    try:
        to.write_bytes(package_file(package))
    except OSError as error:
        _stop(f"{to} cannot be written: {error.strerror}.")
    print(f"{to}: {len(plan.waves[0].forms)} forms, {len(package.project.design.events)} events.")
    for key in sorted(plan.without_wording):
        print(f"{key}: its wording may not be passed on, so codes stand in its place.")


@commands.command("redcap")
def redcap_project(
    project: Annotated[str, typer.Argument(help="The project, as its address names it.")],
    to: Annotated[Path, typer.Option("--to", help="Where to write the ZIP.")] = Path("redcap.zip"),
    why: Annotated[
        str, typer.Option("--reason", help="What it is for; it stays in the history.")
    ] = "Asked for at the command line.",
) -> None:
    """Write a project's REDCap files with the records that may leave; a line in the history."""
    from app.core.errors import RefusedError
    from app.outcomes.redcap.package import package_file
    from app.outcomes.sharing.command import by_command, lines

    settings = read_settings()
    try:
        with open_current_database() as database, database.write() as session:
            package = by_command(session, settings, project, why)
    except RefusedError as refused:
        _stop(str(refused.reason))
    if package is None:
        _stop(f"There is no project {project}.")
    try:
        to.write_bytes(package_file(package))
    except OSError as error:
        _stop(f"{to} cannot be written: {error.strerror}.")
    print("\n".join(lines(str(to), package)))


def _current(program: str) -> "tuple[str, Mapping[str, Described]]":
    """A program's title, and its newest release's instruments by key in the order of files."""
    from app.content.releases.queries import current_versions
    from app.outcomes.codebook.rows import Described
    from app.packs.instruments.schema import InstrumentData

    with open_current_database() as database, database.read() as session:
        held = current_versions(session, program)
        title = next(
            (version.title for (kind, _), version in held.items() if kind == "program"), program
        )
        return title, {
            key: Described(InstrumentData.model_validate(version.data), version.hash)
            for (kind, key), version in held.items()
            if kind == "instrument"
        }


def _chosen(
    current: "Mapping[str, Described]", program: str, keys: "Sequence[str]"
) -> "tuple[Described, ...]":
    """Those that are asked for, each once; all if none is."""
    if not current:
        _stop(f"No instrument of a program {program} is loaded.")
    for key in keys:
        if key not in current:
            _stop(f"{program} has no instrument {key}. It has: {', '.join(current)}.")
    return tuple(current[key] for key in dict.fromkeys(keys or current))


def _plan(
    title: str, asked: "tuple[Described, ...]", arms: "Sequence[str]", consented: "Sequence[str]"
) -> "Plan":
    """All of it in the usual waves."""
    from app.outcomes.redcap.design import Wave
    from app.outcomes.redcap.names import form_name
    from app.outcomes.redcap.package import Plan

    forms = tuple(form_name(described.instrument.key) for described in asked)
    return Plan(
        title=title,
        asked=asked,
        waves=tuple(Wave(*wave, forms) for wave in WAVES),
        arms=tuple(arms),
        consented=frozenset(consented),
    )


def _stop(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(1)
