"""What comes next in a sealed list is nowhere to be found: not by the administrator either.

The seed is a canary: from it the whole list follows, so whatever told a place would have to tell it
or a line of the list. It is looked for in every row of every table, which is what backups, files
and searches are made of, in what every address answers, and in the log.
"""

import ast
import logging
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.sealing import unseal
from app.models import metadata
from app.settings import PROJECT_ROOT
from app.studies.trials import actions
from app.studies.trials.actions import _key
from app.studies.trials.lists.rules import ArmList, from_text
from app.studies.trials.models import Trial
from tests.addresses import cases
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.studies.trials.trials_of import make_ready, make_trial, places


def sealed(session: Session, cast: Cast, app: FastAPI) -> tuple[Trial, ArmList, str]:
    """A trial of which some places are drawn, what its list says, and the address of its page."""
    project, trial = make_trial(session, cast, seal=False)
    secret = app.state.settings.secret_key.get_secret_value()
    actions.seal_list(session, project, trial, secret=secret, by=cast.id("cora"), now=NOW)
    people = places(session, cast, 20)
    make_ready(session, project, people)
    for place in people[:10]:
        own = {"secret": secret, "by": cast.id("cora"), "now": NOW}
        actions.draw(session, project, trial, place.id, **own)
    session.commit()
    assert trial.sealed is not None
    text = unseal(_key(secret, trial.id), trial.sealed)
    assert text is not None
    list_ = from_text(text)
    assert list_ is not None
    return trial, list_, f"/manage/outcomes/{project.key}/trial"


def canaries(list_: ArmList) -> Iterator[str]:
    """The seed in whichever way it could be written, and whole strata."""
    yield from (list_.seed.hex(), list_.seed.hex().upper(), repr(list_.seed)[2:-1])
    for blocks in list_.blocks:
        arms = [str(arm) for block in blocks for arm in block]
        yield from (joined.join(arms) for joined in ("", " ", ", ", ","))


@pytest.mark.both_databases
def test_no_row_of_any_table_tells_what_comes_next(
    session: Session, cast: Cast, app: FastAPI
) -> None:
    trial, list_, _path = sealed(session, cast, app)
    found, hidden = 0, [*canaries(list_)]
    for table in metadata.sorted_tables:
        for row in session.execute(select(table)):
            said = repr(tuple(row))
            found += trial.list_hash in said if trial.list_hash else 0
            assert not [each for each in hidden if each in said], table.name
    assert found >= 2  # of the trial itself, and the line of its sealing: so it was looked at


def test_no_address_tells_what_comes_next_whoever_asks(
    session: Session,
    cast: Cast,
    app: FastAPI,
    sign_in: SignIn,
    objects: dict[str, dict[str, str]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    trial, list_, path = sealed(session, cast, app)
    hidden = [*canaries(list_)]
    caplog.set_level(logging.DEBUG)
    told = 0
    for name in ("cora", "abe"):
        browser = sign_in(name)
        everything = [(method, address) for method, address, *_rest in cases(app, objects)]
        for method, address in [*everything, ("GET", path), ("GET", f"{path}/list.txt")]:
            answer = browser.request(method, address)
            told += (trial.list_hash or "-") in answer.text
            assert not [each for each in hidden if each in answer.text], address
    assert told
    assert not [each for each in hidden if each in caplog.text]


def test_the_sealed_list_is_read_in_one_place() -> None:
    """By drawing and by opening; no page, command or task has another way to it."""
    readers = set()
    for file in sorted((PROJECT_ROOT / "app").rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        if "trial" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Attribute) and node.attr == "sealed":
                readers.add(str(file.relative_to(PROJECT_ROOT)))
    of_trials = {name for name in readers if "studies" in name or "outcomes" in name}
    assert of_trials == {"app/studies/trials/actions.py"}
    callers = []
    tree = ast.parse((PROJECT_ROOT / "app/studies/trials/actions.py").read_text(encoding="utf-8"))
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        called = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
        callers += [function.name] if "_opened" in map(ast.unparse, called) else []
    assert callers == ["_next_place", "open_list"]
