"""What a desk counts is what its link opens: as many rows, cards, people, letters."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus as Status
from app.casework.models import Attendance
from app.messages.streams.actions import choose_mail
from app.messages.streams.enums import Stream
from app.messages.streams.rules import USUAL
from app.site.teach.standing import page as standing
from tests.casework.absences import ask
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn
from tests.crowds import fill
from tests.page import Page, Part

DESKS = {"cora": "/manage", "fay": "/teach", "lee": "/institution"}
ON_TRACK = "/teach/fall-2026/standing"


def rows(page: Page) -> int:
    return len(page.table().rows)


def forms(path: str) -> Callable[[Page], int]:
    """How many cards can be answered."""
    return lambda page: sum(re.search(path, own.action) is not None for own in page.forms)


def chip(label: str) -> Callable[[Page], int]:
    def read(page: Page) -> int:
        (found,) = {own for own in page.chips if re.fullmatch(rf"{label} \d+", own)}
        return int(found.rsplit(" ", 1)[1])

    return read


OPENS: dict[str, tuple[str, Callable[[Page], int]]] = {
    r"(\d+) mails? did not get": (r"outbox\?state=failed&cohort=", rows),
    r"Answer (\d+) excuse": (r"/absences$", forms(r"/absences/excuses/[^/]+$")),
    r"Answer (\d+) make-up": (r"/absences$", forms(r"/absences/make-ups/[^/]+$")),
    r"Look at (\d+) post": (r"/reports$", forms(r"/reports/[^/]+$")),
    r"Decide on (\d+) application": (r"applications\?show=waiting$", rows),
    r"Record attendance.* (\d+) of \d+ not marked": (r"/attendance$", chip("Not marked")),
    r"Record attendance.* not recorded for (\d+)": (r"/attendance$", chip("Not marked")),
    r"(\d+) (?:person completes|people complete) only": (r"show=at-risk(#everybody)?$", rows),
    r"(\d+) attestations? of completion": (r"people\?show=unsupported-completions$", rows),
    r"(\d+) claims? of credit": (r"people\?show=unsupported-claims$", rows),
    r"(\d+) (?:person has|people have) completed": (r"people\?show=unclaimed$", rows),
    r"(\d+) professions? to verify": (r"people/professions$", rows),
    r"Issue \d+ certificates? for (\d+)": (r"certificates/issue$", chip("Ready")),
}
"""By what a row says: the address that it leads to, and how the number is read there."""
ELSEWHERE = {r"(\d+) claims? of credit", r"Issue \d+ certificates? for (\d+)"}
"""Nobody here has them: `test_queue_and_cohorts` and `tests/numbers/test_cohorts` do."""
NO_NUMBER = (
    *(r"^Look through the file of people", r"^Look again at the certificate of"),
    r"^Records of .* are going to be deleted",
)


@pytest.fixture
def busy(objects: dict[str, dict[str, str]], session: Session, cast: Cast) -> None:
    """Something of every kind waits, of most kinds several."""
    for number in (1, 2, 3):
        cast.case_session("fall-2026", number).starts_at = NOW - timedelta(weeks=4 - number)
    session.commit()
    fill(session, cast.fall, 40, now=NOW)
    fill(session, cast.spring, 40, now=NOW)
    ask(session, cast, "nan", 4)
    session.commit()
    held = cast.case_session("spring-2026", 2).id
    lost = select(Attendance).where(col(Attendance.case_session_id) == held)
    for own in session.scalars(lost.limit(20)):  # what was certified is no longer borne out
        own.status = Status.ABSENT
    session.commit()


def promised(task: Part) -> tuple[str, int, str] | None:
    """What a row says it leads to: the kind, the number, the address."""
    said, href = task.text.partition(" Put off")[0], task.one("a.task-title").attribute("href")
    said = f"{said} {task.one('.task-status').text}"
    for kind, (address, _read) in OPENS.items():
        if number := re.search(kind, said):
            assert re.search(address, href), (said, href)
            return kind, int(number[1]), href
    assert any(re.search(kind, said) for kind in NO_NUMBER), f"Say what {said!r} leads to."
    return None


@pytest.mark.usefixtures("busy")
def test_every_number_of_a_desk_is_how_many_its_link_opens(sign_in: SignIn) -> None:
    kinds: dict[str, int] = {}
    for who, desk in DESKS.items():
        browser = sign_in(who)
        for task in browser.page(desk).all("li.task"):
            if found := promised(task):
                kind, number, href = found
                assert OPENS[kind][1](browser.page(href)) == number, (who, task.text[:80], href)
                kinds[kind] = max(number, kinds.get(kind, 0))
    assert set(OPENS) - set(kinds) <= ELSEWHERE
    assert sum(number > 1 for number in kinds.values()) >= 5, kinds


# ------------------------------------------------------------------------------ who is on track


@pytest.mark.usefixtures("busy")
def test_all_who_are_not_on_track_are_on_the_list_that_is_promised(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also those who can no longer complete: they are told of one by one, too."""
    everybody = sign_in("fay").page(ON_TRACK)
    told = everybody.texts("#urgent .urgent-name strong")
    assert everybody.all("#urgent .badge:not(.warm)"), "somebody can no longer complete"
    monkeypatch.setattr(standing, "MOST_URGENT", 2)
    page = sign_in("fay").page(ON_TRACK)
    assert len(page.all("#urgent li")) == 2
    (link,) = [own for own in page.one("#urgent").links if "not on track" in own.text]
    assert link.text == f"See all {len(told)} who are not on track"
    opened = sign_in("fay").page(link.href)
    assert rows(opened) == chip("Not on track")(opened) == len(told)
    listed = " ".join(opened.row_headers)
    assert all(name in listed for name in told)


def review(cora: Browser) -> tuple[int, str] | None:
    """How many messages are to be reviewed, and where."""
    found = [own for own in cora.page(ON_TRACK).links if own.text.startswith("Review ")]
    return (int(found[0].text.split()[1]), found[0].href) if found else None


def received(cora: Browser, path: str) -> int:
    """How many would receive what the link opens, as its check page says; it is sent then."""
    form = cora.page(path).form("Save and see what they would read")
    words = {"subject": "A week slipped by", "text": "Hello {given_name}, {missing}"}
    answer = cora.post(form.action, data=form.data(**words))
    check = cora.page(answer.headers["location"])
    number = re.search(r"(\d+) (?:person|people) will receive this", check.main.text)
    assert number is not None
    send = next(own for own in check.forms if own.action.endswith("/send"))
    assert cora.post(send.action, data=send.fields).status_code == 303
    return int(number[1])


def turn_off_messages(session: Session, person_id: UUID) -> None:
    choose_mail(
        session,
        person_id,
        declined={Stream.ANNOUNCEMENTS},
        quiet=USUAL,
        by=person_id,
        now=NOW,
    )
    session.commit()


@pytest.mark.usefixtures("busy")
def test_as_many_messages_as_are_to_be_reviewed_would_be_received(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    """Nobody counts who was written to within a week, or turned messages off."""
    cora = sign_in("cora")
    first = review(cora)
    assert first is not None
    assert first[0] >= 3
    assert chip("No session left to miss")(cora.page(ON_TRACK)) == first[0]
    shown = cora.page(f"{ON_TRACK}?show=none-left").one("#matrix tbody").links
    turn_off_messages(session, UUID(shown[0].href.rsplit("/", 1)[1]))
    fewer = review(cora)
    assert fewer is not None
    assert fewer[0] == first[0] - 1
    assert received(cora, fewer[1]) == fewer[0]
    assert review(cora) is None, "all who can be are written to"
    assert "A message is ready" not in cora.page(ON_TRACK).text
