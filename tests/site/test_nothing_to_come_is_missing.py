"""In a running cohort nobody is told that what has not opened or not happened is missing.

Ada and Nan have done all of two weeks; the third module is open, its session is tomorrow, and the
fourth week is locked. So nothing is missing of anybody, whoever reads it, on any page.
"""

import re
from datetime import timedelta

import pytest
from fastapi import FastAPI
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus as Status
from app.casework.rules import Submitted
from app.cohorts.actions import add_session_part
from app.cohorts.models import Unit
from app.demo import work
from tests.addresses import CHILDREN, handlers
from tests.casework.absences import miss
from tests.cast import NOW, Cast
from tests.client import Answer, Browser, SignIn
from tests.site.teach.acts import sign

READERS = ("ada", "fay", "ben", "cora", "lee")
"""A learner, a facilitator, a guest of the session that is to come, a coordinator, a lead."""
POSITIONS = ("2", "3", "4")
"""A week that is over, one that is open, one that is locked."""
LISTS = ("/people", "/standing", "/teach/fall-2026", "/institution", "/institution/report")
MAIN = {
    "ada": ("/home", "/cohorts/fall-2026", "/my/record", "/cohorts/fall-2026/units/3"),
    "fay": ("/teach", "/teach/fall-2026", "/teach/fall-2026/standing?format=csv"),
    "ben": ("/teach", "/teach/fall-2026/sessions/3", "/teach/fall-2026/sessions/3/sheet"),
    "cora": ("/manage", "/manage/cohorts/fall-2026/report", "/manage/cohorts/fall-2026/people"),
    "lee": ("/institution", "/institution/report", "/institution?format=csv"),
}
"""Some that have to be among those that are read."""
GENERAL = re.compile(
    "|".join(
        (
            r"^/(help|privacy) ",
            r"^/join/\S+ .* can be made up: by",
            r"/policy .*(can be made up: by|sessions are made up$|one session more missed, )",
            r"/reminders .*(A session was missed|A module is not signed|To everybody who has not)",
            r"/reminders Their attendance is not recorded yet$",
            r"/messages/(new|templates)\S* ({missing}|.*Two sessions missed|We missed you twice)",
            r"/report A made-up session counts; ",
            r"/sessions/2/(attendance|history) (absent|not marked yet|Not marked|not recorded)$",
            r"/sessions/2(/absence)? .*[Ii]f you missed (it|the session)$",
            r"/attestation/withdrawal There is nothing to withdraw: ",
            r"/schedule/\S+ Nobody’s: everybody stands as before",
            r"/(people|standing|institution|certificates) (At risk|Only the claim is missing) 0$",
            r"/manage/people/\S+ not signed, not counted, or not recorded$",
            r"^(/my/record|/manage/people/\S+) Not signed$",
        )
    )
)
"""What is said of nobody, by its page: rules, what would be, numbers of those who are none; marks
of a session that is over; and that the open module is not signed, which is told of that one only.
"""
BLAMES = re.compile(
    r"[^.·]*\b(?:missing|missed|lacks?|lacking|not attested|not signed|not marked|not recorded"
    r"|not done|overdue|too late|at risk|behind|absent)\b[^.·]*",
    re.IGNORECASE,
)


@pytest.fixture
def week_3(session: Session, cast: Cast) -> None:
    for number, starts_at in ((1, -8), (2, -1), (3, 1), (4, 8)):
        cast.case_session("fall-2026", number).starts_at = NOW + timedelta(days=starts_at)
        unit = session.get_one(Unit, cast.unit("fall-2026", number).id)
        unit.opens_at = NOW + timedelta(days=starts_at - 3)
    session.commit()
    present = {cast.enrollment(who).id: Submitted(Status.PRESENT) for who in ("ada", "nan")}
    for number in (1, 2):
        work.mark_session(session, cast.unit("fall-2026", number), present, by=cast.id("fay"))
        for who in ("ada", "nan"):
            sign(session, cast, who, number, NOW - timedelta(hours=1))
    held = cast.case_session("fall-2026", 3)
    add_session_part(session, held.id, cast.id("ben"), "guest", by=None, now=NOW)
    session.commit()


def addresses(app: FastAPI, cast: Cast) -> list[str]:
    """Every page of the cohort and of its people, and every page that names neither."""
    known = CHILDREN | {"cohort": "fall-2026", "person": str(cast.id("ada"))}
    found = []
    for route, _handler in handlers(app):
        names = re.findall(r"\{(\w+)", route.path)
        if "GET" not in (route.methods or ()) or not set(names) <= set(known):
            continue
        for position in POSITIONS if "position" in names else ("",):
            of = known | {"position": position}
            found.append(re.sub(r"\{(\w+)[^}]*\}", lambda named, of=of: of[named[1]], route.path))  # type: ignore[misc]
    lists = [f"{path}?format=csv" for path in found if path.endswith(LISTS)]
    return list(dict.fromkeys([*found, *lists]))


def facts(answer: Answer) -> str:
    """What a page says of people: not what can be chosen, what columns are called, what terms mean.

    Of a table as a file, what stands below its head.
    """
    if not answer.headers["content-type"].startswith("text/html"):
        return answer.text.partition("\n")[2].replace(",", " · ")
    document = LexborHTMLParser(answer.text)
    for node in document.css("form, thead, .legend, .meanings, .chip, nav, script, style, svg"):
        node.decompose()
    assert document.body is not None
    return document.body.text(separator=" · ", strip=True)


def blames(reader: Browser, paths: list[str]) -> tuple[dict[str, str], set[str]]:
    """What sounds as if something were missing, by its words: and all that was read."""
    said, read = {}, set()
    for path in paths:
        answer = reader.get(path)
        if answer.status_code == 200 and answer.headers["content-type"].startswith("text/"):
            read.add(path)
            for found in BLAMES.findall(facts(answer)):
                words = " ".join(found.split())
                if not GENERAL.search(f"{path} {words}"):
                    said[words] = path
    return said, read


@pytest.mark.usefixtures("week_3")
@pytest.mark.parametrize("who", READERS)
def test_nothing_is_called_missing(app: FastAPI, sign_in: SignIn, cast: Cast, who: str) -> None:
    said, read = blames(sign_in(who), addresses(app, cast))
    assert said == {}
    assert set(MAIN[who]) <= read


@pytest.mark.usefixtures("week_3")
def test_of_the_modules_only_the_one_that_is_open_is_not_signed(
    sign_in: SignIn, cast: Cast
) -> None:
    for who, path in (("ada", "/my/record"), ("cora", f"/manage/people/{cast.id('ada')}")):
        assert facts(sign_in(who).get(path)).split(" · ").count("Not signed") == 1, path


@pytest.mark.usefixtures("week_3")
@pytest.mark.parametrize(
    ("who", "told"), [("ada", "Absent"), ("fay", "1 person was absent"), ("cora", "Become at risk")]
)
def test_what_was_missed_would_be_found(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast, who: str, told: str
) -> None:
    miss(session, cast, "ada", position=2)
    session.commit()
    said, _read = blames(sign_in(who), addresses(app, cast))
    assert any(told in found for found in said)
