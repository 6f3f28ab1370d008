"""Pictures are seen by whoever sees the text around them, and by nobody else."""

import hashlib

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.actions import add_session_part
from app.cohorts.models import Unit, UnitOpening
from app.content.models import ContentVersion, Figure
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn
from tests.packs.samples import SVG

FALL, SPRING, TEACH = "/cohorts/fall-2026", "/cohorts/spring-2026", "/teach/fall-2026"
OPEN, LOCKED = 2, 3
"""Ada's units at the moment of the tests."""


@pytest.mark.parametrize(
    ("persona", "page"),
    [
        ("ada", f"{FALL}/units/{OPEN}"),
        ("ada", f"{FALL}/sessions/{OPEN}"),
        ("ben", f"{SPRING}/units/4"),
        ("fay", f"{TEACH}/sessions/{OPEN}"),
        ("fay", f"{TEACH}/sessions/{LOCKED}"),
        ("cora", f"{TEACH}/sessions/{OPEN}"),
    ],
)
def test_page_shows_its_picture_to_whoever_sees_the_page(
    sign_in: SignIn, persona: str, page: str
) -> None:
    browser = sign_in(persona)
    html = browser.get(page).text
    start = html.index(f'src="{page}/figures/map.svg') + len('src="')
    answer = browser.get(html[start : html.index('"', start)])
    assert answer.status_code == 200
    assert answer.text == SVG
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_picture_that_the_browser_has_is_not_sent_again(sign_in: SignIn) -> None:
    ada, address = sign_in("ada"), f"{FALL}/units/{OPEN}/figures/map.svg"
    etag = ada.get(address).headers["etag"]
    again = ada.get(address, headers={"if-none-match": f'W/{etag}, "other"'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == etag
    assert ada.get(address, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("kind", ["units", "sessions"])
def test_picture_of_a_locked_unit_does_not_exist_until_it_opens(
    sign_in: SignIn, session: Session, cast: Cast, kind: str
) -> None:
    ada, address = sign_in("ada"), f"{FALL}/{kind}/{LOCKED}/figures/map.svg"
    assert ada.get(address).status_code == 404
    session.add(
        UnitOpening(
            unit_id=cast.unit("fall-2026", LOCKED).id,
            enrollment_id=cast.enrollment("ada").id,
            opened_at=NOW,
            reason="Asked for.",
        )
    )
    session.commit()
    assert ada.get(address).status_code == 200


@pytest.mark.parametrize("position", [1, OPEN, LOCKED])
def test_picture_of_a_guide_is_never_shown_to_a_learner(sign_in: SignIn, position: int) -> None:
    ada = sign_in("ada")
    for kind in ("units", "sessions"):
        assert ada.get(f"{FALL}/{kind}/{position}/figures/plan.svg").status_code == 404
    answers = [
        ada.get(f"{TEACH}/sessions/{position}/figures/{name}").status_code
        for name in ("plan.svg", "map.svg", "no-such.svg")
    ]
    assert answers == [403, 403, 403]  # as the room itself, whatever the name
    assert sign_in("fay").get(f"{TEACH}/sessions/{position}/figures/plan.svg").status_code == 200


def test_guest_of_one_session_sees_the_pictures_of_that_session_only(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    here = cast.case_session("fall-2026", OPEN)
    add_session_part(session, here.id, cast.id("lee"), "guest", by=None, now=NOW)
    session.commit()
    lee = sign_in("lee")
    assert lee.get(f"{TEACH}/sessions/{OPEN}/figures/plan.svg").status_code == 200
    assert lee.get(f"{TEACH}/sessions/{LOCKED}/figures/plan.svg").status_code == 404


def test_picture_of_the_case_is_not_mistaken_for_one_of_the_same_name_in_the_guide(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    other = SVG.replace("circle</title>", "other</title>")
    assert other != SVG
    hash_ = hashlib.sha256(other.encode()).hexdigest()
    session.add(
        Figure(hash=hash_, media_type="image/svg+xml", content=other.encode(), width=9, height=9)
    )
    unit = cast.unit("fall-2026", OPEN)
    guide = session.get_one(ContentVersion, unit.guide_version_id)
    newer = ContentVersion(
        **guide.model_dump(exclude={"id", "hash", "figures", "html"}),
        hash="0" * 64,
        figures={"map.svg": hash_},
        html=guide.html.replace("figure:plan.svg", "figure:map.svg"),
    )
    session.add(newer)
    session.flush()
    session.execute(update(Unit).where(col(Unit.id) == unit.id).values(guide_version_id=newer.id))
    session.commit()
    fay, room = sign_in("fay"), f"{TEACH}/sessions/{OPEN}"
    images = fay.page(room).images
    shown = [image.src for image in images if "/figures/map.svg" in image.src]
    assert [fay.get(address).text for address in shown] == [SVG, other]


@pytest.mark.parametrize(
    "name", ["no-such.svg", "plan", "map.svg.svg", "..%2Fmap.svg", "%2e%2e%2fapp.css", "MAP.svg"]
)
def test_picture_that_the_text_does_not_show_does_not_exist(sign_in: SignIn, name: str) -> None:
    assert sign_in("ada").get(f"{FALL}/units/{OPEN}/figures/{name}").status_code == 404
    assert sign_in("fay").get(f"{TEACH}/sessions/{OPEN}/figures/{name}").status_code == 404


@pytest.mark.parametrize("persona", ["ben", "fay", "cora", "lee", "abe"])
def test_pictures_of_a_cohort_are_not_for_people_of_another_or_of_none(
    sign_in: SignIn, persona: str
) -> None:
    browser = sign_in(persona)
    for kind in ("units", "sessions"):
        status = browser.get(f"{FALL}/{kind}/{OPEN}/figures/map.svg").status_code
        assert status == browser.get(f"{FALL}/{kind}/{OPEN}").status_code
        assert status in {403, 404}


def test_pictures_ask_for_sign_in(browser: Browser) -> None:
    answer = browser.get(f"{FALL}/units/{OPEN}/figures/map.svg")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")
