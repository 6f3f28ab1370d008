"""The keys that sign certificates and the history: which there are, and how one follows another."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from pydantic import SecretStr

from app.cli.opening import open_current_database, read_settings

if TYPE_CHECKING:
    from app.certificates.keys.rules import KnownKey
    from app.history.anchors.signing import AnchorKey
    from app.settings import Settings

commands = typer.Typer(no_args_is_help=True, help="The keys that sign certificates.")
NEW_PASSPHRASE = "NEW_SIGNING_KEY_PASSPHRASE"  # noqa: S105 - the name of a setting
NEXT = """\
The history is signed with both keys: what each has signed counts on.
Now set SIGNING_KEY={file} (and SIGNING_KEY_PASSPHRASE, if it is protected), and restart the
site and the worker. Then destroy the former file: nothing needs it to verify what it has signed."""
NEXT_IN_DEMO = "The demo has another key. Restart the site and the worker."


@commands.command("list")
def list_keys() -> None:
    """Every key that has signed here: its state, its fingerprint, when it is valid, whose it is."""
    from app.certificates.keys.queries import known_keys
    from app.core.clock import utc_now
    from app.history.anchors.rotation import key_of_today

    settings, now = read_settings(), utc_now()
    with open_current_database() as database, database.read() as session:
        known = known_keys(session)
    today = key_of_today(settings, now)
    for key in known:
        print(_line(key, today.name if today else None, now))
    if today is None:
        print("No key is set that can sign (SIGNING_KEY).")
    elif today.name not in {key.fingerprint for key in known}:
        print(f"The key that is set has not signed yet: {today.name}")


@commands.command()
def rotate(
    file: Annotated[
        Path | None,
        typer.Argument(help="The new key with its certificate, PKCS#12 or PEM. None: in the demo."),
    ] = None,
) -> None:
    """Let another key sign from now on; what the former ones have signed stays verifiable."""
    from app.core.clock import utc_now
    from app.history.anchors import rotation

    settings, now = read_settings(), utc_now()
    with _new_key(settings, file, now) as new, open_current_database() as database:
        rotation.rotate(database, settings, new, now)
    print(f"Key {new.name}")
    print(NEXT.format(file=file) if file else NEXT_IN_DEMO)


@commands.command()
def add(
    file: Annotated[
        Path, typer.Argument(help="Its certificate, PEM.", exists=True, dir_okay=False)
    ],
) -> None:
    """Make the certificate of a key known that signed here before keys were kept."""
    from app.certificates.keys.actions import learn
    from app.certificates.keys.public import PublicKey
    from app.certificates.keys.rules import ADDED
    from app.core.clock import utc_now

    try:
        public = PublicKey.of_pem(file.read_bytes())
    except ValueError:
        _refuse(f"{file} holds no certificate in PEM.")
    with open_current_database() as database, database.write() as session:
        is_new = learn(session, public, now=utc_now(), act=ADDED)
    print(f"Key {public.fingerprint} {'is known now' if is_new else 'was known before'}.")


@commands.command()
def compromised(
    fingerprint: Annotated[str, typer.Argument(help="Of the key, or how it begins.")],
    reason: Annotated[str, typer.Option(help="What happened; the history keeps it.")],
    since: Annotated[
        datetime | None, typer.Option(help="Since when somebody else may have it, in UTC.")
    ] = None,
) -> None:
    """Mark a key: what it signed since then is said to be doubtful, and it signs no more.

    This cannot be taken back.
    """
    from app.certificates.keys.actions import mark_compromised
    from app.core.clock import utc_now

    now = utc_now()
    when = since.replace(tzinfo=UTC) if since else now
    with open_current_database() as database, database.write() as session:
        key = mark_compromised(session, fingerprint, since=when, why=reason, now=now)
    moment = f"{when:%Y-%m-%d %H:%M} UTC"
    print(f"What key {key.fingerprint} signed since {moment} is doubtful from now on.")
    print("If it is the one that signs, set another: python -m app keys rotate FILE")


@commands.command("export")
def export_keys(
    folder: Annotated[Path, typer.Argument(help="Where to; it is made.", file_okay=False)],
) -> None:
    """Write the public halves of all keys, for `verify FILE --keys FOLDER` without a database."""
    from app.certificates.keys.folder import export
    from app.certificates.keys.queries import known_keys

    with open_current_database() as database, database.read() as session:
        files = export(known_keys(session), folder, read_settings().tsa_certificates)
    for written in files:
        print(written)


def _line(key: "KnownKey", signing: str | None, now: datetime) -> str:
    from app.certificates.keys.rules import state_of

    since = key.compromised_since
    state = str(state_of(key, signing, now)) + (
        f" since {since:%Y-%m-%d %H:%M} UTC" if since else ""
    )
    valid = f"{key.valid_from:%Y-%m-%d} to {key.valid_until:%Y-%m-%d}"
    return f"{state}  {key.fingerprint}  {valid}  {key.subject}"


@contextmanager
def _new_key(settings: "Settings", file: Path | None, now: datetime) -> Iterator["AnchorKey"]:
    """The key that is to sign; the demo's takes the place of its former one with the block."""
    from app.certificates.printing.keys import replaced_demo_key
    from app.history.anchors.signing import AnchorKey

    if file is not None:
        yield _usable(settings, file, now)
    elif not settings.demo or settings.signing_key is not None:
        _refuse("Name the file of the new key: certificates/README.md says how to make one.")
    else:
        with replaced_demo_key(settings.data_dir, now) as made:
            yield AnchorKey.load(made, None)


def _usable(settings: "Settings", file: Path, now: datetime) -> "AnchorKey":
    """A key that the site would start with; it asks for the passphrase of a protected one."""
    from app.certificates.printing.keys import SigningKeyError, load_key
    from app.history.anchors.signing import AnchorKey
    from app.installation.machine.keys import signing_key
    from app.installation.machine.rules import why_not_start

    passphrase = os.environ.get(NEW_PASSPHRASE) or None
    try:
        load_key(file, passphrase)
    except SigningKeyError:
        if passphrase is None and file.is_file():
            passphrase = typer.prompt("Passphrase of the new key", hide_input=True)
    own = settings.model_copy(
        update={
            "signing_key": file,
            "signing_key_passphrase": SecretStr(passphrase) if passphrase else None,
        }
    )
    if why_not := why_not_start(signing_key(own, now), demo=False):
        _refuse(str(why_not))
    return AnchorKey.load(file, passphrase)


def _refuse(why: str) -> NoReturn:
    print(why, file=sys.stderr)
    raise typer.Exit(1)
