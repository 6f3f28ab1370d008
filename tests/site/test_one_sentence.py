"""Where somebody stands is said in the same words to everybody: only "you" becomes "they"."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus as Status
from app.casework.rules import Submitted
from app.cohorts.models import PolicyVersion
from app.credit.completion.progress import progress
from app.credit.queries import standing
from app.demo import work
from app.packs.schema import PolicyData
from tests.cast import NOW, Cast
from tests.client import Answer, SignIn

LEARNER = ("/home", "/cohorts/fall-2026", "/my/record?cohort=fall-2026")
OTHERS = (
    ("fay", "/teach/fall-2026"),
    ("fay", "/teach/fall-2026/standing?format=csv"),
    ("cora", "/teach/fall-2026/standing?format=csv"),
    ("cora", "/manage/cohorts/fall-2026/people"),
    ("cora", "/manage/people/{person}"),
    ("lee", "/institution?cohort=fall-2026"),
    ("lee", "/institution/report?cohort=fall-2026"),
)


def sentences(session: Session, cast: Cast) -> list[str]:
    """What Ada is told."""
    here = cast.learner("ada")
    stands = standing(session, here.cohort.id, here.enrollment.id, here.policy, NOW)
    return [plain(str(line)) for line in progress(stands.completion)]


def plain(text: str) -> str:
    """A text with simple spaces only."""
    return re.sub(r"\s+", " ", text)


def about_them(sentence: str) -> str:
    """As others are told it."""
    return sentence.replace("You ", "They ")


def with_policy(session: Session, cast: Cast, **changes: int) -> None:
    """Another policy, as if it had been so from the start."""
    own = session.scalars(
        select(PolicyVersion).where(col(PolicyVersion.cohort_id) == cast.fall.id)
    ).one()
    own.data = PolicyData.model_validate(own.data | changes).model_dump(mode="json")


@pytest.mark.parametrize(
    ("status", "policy", "said"),
    [
        (Status.PRESENT, {}, "You can miss 1 session."),
        (Status.ABSENT, {}, "You cannot miss another session."),
        (Status.ABSENT, {"sessions_required": 4}, "1 make-up is needed."),
        (
            Status.ABSENT,
            {"sessions_required": 4, "make_ups_allowed": 0},
            "Since November 12, 2026, 1:00 PM Mountain Time, completion can no longer be reached.",
        ),
        (  # the policy asks for a session more than there is: certain since they are in
            Status.PRESENT,
            {"sessions_required": 5},
            "At most 4 sessions can count, make-ups included. Since January 22, 2026, 10:00 AM "
            "Mountain Time, completion can no longer be reached.",
        ),
    ],
)
def test_everybody_reads_the_same_of_somebody(
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    status: Status,
    policy: dict[str, int],
    said: str,
) -> None:
    with_policy(session, cast, **policy)
    marks = {cast.enrollment("ada").id: Submitted(status)}
    work.mark_session(session, cast.unit("fall-2026", 1), marks, by=cast.id("fay"))
    session.commit()
    told = sentences(session, cast)
    assert said in " ".join(told)
    ada = sign_in("ada")
    for path in LEARNER:
        for sentence in told:
            assert sentence in plain(ada.page(path).main.text), path
    for who, path in OTHERS:
        shown = text_about_ada(sign_in(who).get(path.format(person=cast.id("ada"))), path)
        for sentence in told:
            assert about_them(sentence) in shown, (who, path)
    urgent = sign_in("fay").page("/teach/fall-2026/standing").texts("#urgent")
    is_listed = any(about_them(told[1]) in plain(text) for text in urgent)
    assert is_listed is (status is Status.ABSENT or policy.get("sessions_required") == 5)


def text_about_ada(answer: Answer, path: str) -> str:
    """What a page says of Ada: on a list, in her line alone."""
    if path.endswith("csv"):
        return " ".join(plain(line) for line in answer.text.splitlines() if "Alvarez" in line)
    if path.startswith("/manage/people/"):
        return plain(answer.page.main.text)
    return " ".join(plain(own.text) for own in answer.page.all("tr") if "Alvarez" in own.text)
