"""What can be checked of a trial without an account, a database or a network."""

import sys
from pathlib import Path
from typing import Annotated

import typer

commands = typer.Typer(no_args_is_help=True, help="Check what a trial has published.")


@commands.callback()
def trial() -> None:
    """Check what a trial has published."""


@commands.command("verify")
def verify_list(
    file: Annotated[Path, typer.Argument(help="An open list, as it was downloaded.")],
    sha256: Annotated[str, typer.Option(help="The hash that was published at sealing.")] = "",
) -> None:
    """Check that a list follows from its seed, and print its hash; compare that with another."""
    from app.studies.trials.lists.rules import hash_of, why_not_genuine

    try:
        text = file.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not a text in UTF-8"
        print(f"{file} cannot be read: {why}.", file=sys.stderr)
        raise typer.Exit(1) from None
    found = hash_of(text)
    print(f"SHA-256: {found}")
    if why_not := why_not_genuine(text):
        print(str(why_not), file=sys.stderr)
        raise typer.Exit(1)
    if sha256 and sha256.strip().lower() != found:
        print("That is not the hash that was published.", file=sys.stderr)
        raise typer.Exit(1)
    print("Every block follows from the seed.")
