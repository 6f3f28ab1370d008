"""`python -m app trial verify`: what was published of a trial is checked by anybody."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.studies.trials.lists.rules import ListPlan, as_text, hash_of, make_list

PLAN = ListPlan("outcomes", ("Combined", "Modules"), (4, 6), 12, ("UNM", "Utah"))
TEXT = as_text(make_list(PLAN, bytes(range(32))))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.txt"
    path.write_bytes(TEXT.encode())
    return path


def verify(path: Path, *more: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["trial", "verify", str(path), *more])
    return result.exit_code, result.output


def test_a_list_that_follows_from_its_seed_is_said_to(file: Path) -> None:
    said = f"SHA-256: {hash_of(TEXT)}\nEvery block follows from the seed.\n"
    assert verify(file) == (0, said)
    assert verify(file, "--sha256", hash_of(TEXT).upper()) == (0, said)


def test_another_hash_and_a_changed_list_fail(file: Path) -> None:
    code, said = verify(file, "--sha256", "0" * 64)
    assert (code, "not the hash" in said) == (1, True)
    file.write_bytes(TEXT.replace("block sizes: 4 6", "block sizes: 6 4").encode())
    code, said = verify(file)
    assert (code, "do not follow from the seed" in said) == (1, True)
    assert verify(file.with_name("none.txt"))[0] == 1
