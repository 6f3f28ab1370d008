"""A badge on the command line, with the database and without."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy.orm import Session

from app.certificates.badges.baking import badge_in
from app.certificates.badges.jose import part, sign
from app.certificates.keys.actions import mark_compromised
from app.certificates.keys.queries import known_keys
from app.certificates.models import Certificate
from app.cli.badges import check_badge
from app.cli.offline import check_offline
from tests.cast import NOW, Cast
from tests.certificates.badges.held import hold, make
from tests.client import Browser, SignIn
from tests.correcting import revoke


@pytest.fixture
def certificate(session: Session, cast: Cast) -> Certificate:
    return hold(session, cast)


@pytest.fixture
def address(sign_in: SignIn, certificate: Certificate) -> str:
    return make(sign_in("ben"), certificate)


def check(session: Session, content: bytes) -> tuple[bool, str]:
    """What the command says last."""
    badge = badge_in(content)
    assert badge is not None
    ok, said = check_badge(session, badge)
    return ok, said[-1]


def test_file_and_picture_are_known_here(
    session: Session, browser: Browser, address: str, certificate: Certificate
) -> None:
    files = [browser.get(f"{address}{end}").content for end in (".jwt", ".png")]
    valid = (True, "It counts: its certificate is valid.")
    assert [check(session, content) for content in files] == [valid, valid]
    revoke(session, certificate)
    ok, said = check(session, files[1])
    assert (ok, said) == (False, "It counts no more. The certificate was revoked or replaced.")


def test_forged_one_is_not(session: Session, browser: Browser, address: str) -> None:
    token = browser.get(address).text
    forger = ec.generate_private_key(ec.SECP256R1())
    forged = sign(forger, part(token, 0)["kid"], part(token, 1))
    nobodys = (False, "No known key has signed this badge, or it was changed.")
    assert check(session, forged.encode()) == nobodys


def test_public_keys_alone_tell_who_signed(
    session: Session, browser: Browser, address: str
) -> None:
    token = browser.get(address).content
    keys = known_keys(session)
    ok, said = check_offline(token, keys)
    assert ok
    assert said[2] == f"Key {keys[0].fingerprint}"
    assert check_offline(token, []) == (
        False,
        [said[0], "No known key has signed this badge, or it was changed."],
    )
    since = NOW - timedelta(days=1)
    mark_compromised(session, keys[0].fingerprint, since=since, why="Lost.", now=NOW)
    assert check_offline(token, known_keys(session))[0] is False
