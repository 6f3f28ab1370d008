"""Every page of a desk is among those that `make desks` measures, and shows itself to who asks."""

from fastapi import FastAPI
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.client import SignIn
from tests.desks.pages import DESKS, WAYS, make_objects, pages, routes_of_desks


def test_every_page_of_a_desk_is_measured(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    objects = make_objects(session, cast)
    session.commit()
    browsers = {persona: sign_in(persona) for persona in DESKS.values()}
    answers: dict[str, list[int]] = {}
    for persona, address, route in pages(app, objects):
        code = browsers[persona].get(address).status_code
        answers.setdefault(route, []).append(code)
    assert {route: codes for route, codes in answers.items() if 200 not in codes} == {}
    assert set(answers) == routes_of_desks(app) | set(WAYS)
    assert len(answers) >= 70
