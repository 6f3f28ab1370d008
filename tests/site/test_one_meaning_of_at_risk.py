"""Who is at risk is the same everywhere: the same people, as many, for the same reason."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.credit.queries import standings
from app.credit.stages.rules import Stage, stage_of, what_restores
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.crowds import fill

PEOPLE = "/manage/cohorts/fall-2026/people?show=at-risk"
STANDING = "/teach/fall-2026/standing?show=at-risk"
OWN = "/institution?cohort=fall-2026&show=at-risk"
FALLING_BEHIND = re.compile(r"(\d+) (?:person completes|people complete) only by catching up")


@pytest.fixture
def week_3(session: Session, cast: Cast) -> None:
    """Three of four sessions are over; some never started, some are behind, some did all."""
    for number in (1, 2, 3):
        cast.case_session("fall-2026", number).starts_at = NOW - timedelta(weeks=4 - number)
    session.commit()
    fill(session, cast.fall, 60, now=NOW)
    session.commit()


def expected(session: Session, cast: Cast) -> dict[str, str]:
    """Who is at risk by the rule itself, with what each has to catch up; all kinds of people."""
    here = cast.learner("ada")
    found, kinds = {}, set()
    for own in standings(session, here.cohort.id, here.policy, NOW).values():
        stage = stage_of(own.ledger, own.completion, NOW)
        kinds.add(stage)
        if stage in {Stage.BEHIND, Stage.BEHIND_UNSTARTED}:
            why = what_restores(own.ledger, own.completion, NOW)
            found[str(own.ledger.enrollment_id)] = (
                f"{own.ledger.name}: {' and '.join(map(str, why))}"
            )
    assert kinds >= {Stage.BEHIND, Stage.BEHIND_UNSTARTED, Stage.ON_COURSE}
    return found


def plain(text: str) -> str:
    """A text with simple spaces only."""
    return " ".join(text.split())


def names(headers: list[str]) -> list[str]:
    """Family and given name of each row, without what stands below it."""
    return sorted(" ".join(header.split()[:2]) for header in headers)


@pytest.mark.usefixtures("week_3")
def test_every_page_names_the_same_people_at_risk(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    whole = expected(session, cast)
    said = names([line.partition(":")[0] for line in whole.values()])
    cora, fay, lee = sign_in("cora"), sign_in("fay"), sign_in("lee")
    assert names(cora.page(PEOPLE).row_headers) == said
    assert names(cora.page(STANDING).row_headers) == said
    assert names(fay.page(STANDING).row_headers) == said
    own = names(lee.page(OWN).row_headers)
    everybody_there = names(lee.page("/institution?cohort=fall-2026").row_headers)
    assert own == [name for name in said if name in everybody_there]
    assert 0 < len(own) < len(said)


@pytest.mark.usefixtures("week_3")
def test_every_page_tells_as_many_of_them_and_for_the_same_reason(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    whole = expected(session, cast)
    first = sorted(whole.values(), key=str.casefold)[:3]
    for who, path in (("cora", "/manage"), ("fay", "/teach")):
        page = sign_in(who).page(path)
        assert set(FALLING_BEHIND.findall(page.main.text)) == {str(len(whole))}, path
        for line in first:
            assert line in plain(page.main.text), path
    report = sign_in("cora").page("/manage/cohorts/fall-2026/report").main.text
    assert re.findall(r"(\d+) (?:are|is) at risk", report) == [str(len(whole))]
    urgent = [plain(text) for text in sign_in("fay").page(STANDING).texts("#urgent li")]
    for line in whole.values():
        name, _colon, why = line.partition(": ")
        assert any(name in text and f"To do: {why}." in text for text in urgent), line
    lee = sign_in("lee").page(OWN)
    assert set(FALLING_BEHIND.findall(lee.main.text)) == {str(len(lee.row_headers))}
