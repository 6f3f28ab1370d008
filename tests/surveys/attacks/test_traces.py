"""Attacks by what else is written while somebody answers: trail, mail, jobs, logs, any row."""

import logging
from unittest.mock import patch

import pytest
from sqlalchemy import select
from sqlmodel import col

from app.cli import serving
from app.core.db import Database
from app.core.models import AuditLine
from app.main import create_app
from app.settings import DEMO_SECRET, Settings
from app.site.surveys.loaders import WRONG_FROM
from app.surveys.enums import IdentityMode
from app.surveys.tokens import token_for
from tests.cast import NOW
from tests.client import Browser
from tests.surveys.asking import ENTERED
from tests.surveys.attacks.scene import (
    ORDER,
    Scene,
    answers_of,
    everything,
    marker,
    what_came,
)

pytestmark = pytest.mark.both_databases
ANONYMOUS = [IdentityMode.LINKED, IdentityMode.UNLINKED]


class Answering:
    """People in their browsers, signed in or not."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.app = create_app(Settings(demo=True), database=scene.database, clock=lambda: NOW)
        self.browser = Browser(self.app)

    def path(self, number: int) -> str:
        return f"/surveys/{token_for(DEMO_SECRET, self.scene.invitations[number])}"

    def send(self, number: int) -> None:
        path = self.path(number)
        assert self.browser.get(path).status_code == 200
        code = ENTERED if self.scene.mode is IdentityMode.LINKED else {}
        sent = {name: str(value) for name, value in answers_of(number).items()}
        refused = self.browser.post(path, data={"why": sent["why"]} | code)
        assert refused.status_code == 422
        assert self.browser.post(path, data=sent | code).status_code == 303
        assert self.browser.get(path).status_code == 200


@pytest.mark.parametrize("mode", ANONYMOUS)
def test_of_one_sending_a_flag_is_left_and_what_nobody_can_read(
    real_database: Database, mode: IdentityMode
) -> None:
    answering = Answering(Scene(real_database, mode))
    for number in ORDER[:9]:
        before = everything(real_database)
        answering.send(number)
        came = what_came(before, everything(real_database))
        assert set(came) == {"survey_invitation", "waiting_answers"}
        assert marker(number) not in str(came)
        assert "sealed" in came["waiting_answers"]


def test_when_five_go_to_the_others_no_line_says_who_sent(real_database: Database) -> None:
    scene = Scene(real_database)
    answering = Answering(scene)
    for number in ORDER[:9]:
        answering.send(number)
    before = everything(real_database)
    answering.send(ORDER[9])
    came = what_came(before, everything(real_database))
    assert set(came) == {
        *("survey_invitation", "waiting_answers", "anonymous_answers", "audit_line"),
    }
    assert came["anonymous_answers"].count("marker-") == 5
    with real_database.read() as session:
        lines = session.scalars(select(AuditLine).where(col(AuditLine.act) == "survey.came"))
        (line,) = [own.model_dump_json() for own in lines]
    secrets = [
        *(str(id_) for id_ in scene.invitations),
        *(id_.hex for id_ in scene.invitations),
        *(answering.path(number) for number in ORDER),
        "marker-",
    ]
    assert not [secret for secret in secrets if secret in line]


def test_who_is_signed_in_leaves_no_more(real_database: Database) -> None:
    answering = Answering(Scene(real_database))
    answering.browser.sign_in("ada")
    before = everything(real_database)
    answering.send(3)
    came = what_came(before, everything(real_database))
    assert set(came) <= {"survey_invitation", "waiting_answers", "web_session"}


@pytest.mark.parametrize("mode", IdentityMode)
def test_no_log_has_an_address_or_an_answer(
    real_database: Database, caplog: pytest.LogCaptureFixture, mode: IdentityMode
) -> None:
    answering = Answering(Scene(real_database, mode))
    ours = logging.getLogger("tests.surveys")
    with caplog.at_level(logging.DEBUG):
        if mode.is_anonymous:
            answering.send(5)
        else:
            _go_through(answering)
        answering.browser.get(answering.path(5)[:-3] + "xyz")
        clean = caplog.text
        ours.info("GET %s", answering.path(5))  # as a server does by itself
        ours.info("sent %s", answers_of(5))
    secrets = [answering.path(5).removeprefix("/surveys/"), marker(5), "/surveys/"]
    assert [secret for secret in secrets if secret in _ours(clean)] == []
    assert [secret for secret in secrets if secret in caplog.text] == secrets


def _ours(text: str) -> str:
    """Without what the test's own HTTP client notes; no browser's log is on our machine."""
    return "\n".join(line for line in text.splitlines() if "httpx" not in line)


def _go_through(answering: Answering) -> None:
    path = answering.path(5)
    sent = {name: str(value) for name, value in answers_of(5).items()}
    first = {"group": "1", "trust": sent["trust"], "plan": sent["plan"]}
    assert answering.browser.post(f"{path}/draft", data=first).status_code == 204
    assert answering.browser.post(path, data=first).status_code == 303
    last = {"group": "3", "go": "send", "why": sent["why"]}
    assert answering.browser.post(path, data=last).status_code == 303


def test_the_server_keeps_no_log_of_addresses() -> None:
    with patch("uvicorn.run") as served:
        serving._listen(object(), Settings(demo=True))  # type: ignore[arg-type]
    assert served.call_args.kwargs["access_log"] is False


def test_a_right_address_is_counted_nowhere(real_database: Database) -> None:
    answering = Answering(Scene(real_database))
    WRONG_FROM._counts.clear()
    answering.send(1)
    assert not WRONG_FROM._counts
    answering.browser.get("/surveys/x")
    assert WRONG_FROM._counts
