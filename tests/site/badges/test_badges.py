"""Badges as programs of others check them: by another library, and what is public of ours."""

import base64
import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.certificates.badges.credential import key_of
from app.certificates.badges.jose import jwk, part, sign
from app.certificates.badges.printing import BadgeMaker, BadgeOrder, Badges, SignedBadge
from app.certificates.keys.actions import mark_compromised
from app.certificates.keys.public import PublicKey
from app.certificates.keys.queries import known_keys
from app.certificates.models import Certificate
from app.certificates.snapshot import from_json
from app.site.badges import routes
from app.web.limits import RateLimit
from tests.cast import NOW, Cast
from tests.certificates.badges.held import BASE, hold, make, network, page_of
from tests.certificates.badges.verifier import NotVerifiedError, from_picture, header_of, verified
from tests.certificates.signing_keys import Key, certificate_for, pem
from tests.client import Browser, SignIn
from tests.correcting import revoke


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    limit = routes.FETCHED_FROM
    monkeypatch.setattr(routes, "FETCHED_FROM", RateLimit(limit.times, limit.window))


@pytest.fixture
def certificate(session: Session, cast: Cast) -> Certificate:
    return hold(session, cast)


@pytest.fixture
def address(sign_in: SignIn, certificate: Certificate) -> str:
    return make(sign_in("ben"), certificate)


def test_a_stranger_verifies_it_by_what_is_public(
    browser: Browser, address: str, certificate: Certificate
) -> None:
    answer = browser.get(address)
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == "no-store"
    said = verified(answer.text, network(browser))
    assert said["id"] == f"{BASE}{address}"
    assert said["credentialSubject"]["identifier"][0]["identityHash"] == "Ben Begay, MD"
    assert "ben@" not in json.dumps(said)
    assert certificate.code in said["evidence"][0]["id"]


def test_same_bytes_in_every_form_it_is_given_out(browser: Browser, address: str) -> None:
    token = browser.get(address).text
    file = browser.get(f"{address}.jwt")
    assert file.text == token
    assert file.headers["content-disposition"].startswith("attachment;")
    picture = browser.get(f"{address}.png?download=true")
    assert picture.headers["content-type"] == "image/png"
    assert from_picture(picture.content) == token
    said = part(token, 1)
    plain = browser.get(said["credentialSubject"]["achievement"]["image"]["id"].removeprefix(BASE))
    assert plain.content.startswith(b"\x89PNG")
    assert b"openbadgecredential" not in plain.content


def test_altered_it_is_no_badge(browser: Browser, address: str) -> None:
    head, payload, signature = browser.get(address).text.split(".")
    said = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    said["credentialSubject"]["identifier"][0]["identityHash"] = "Mallory"
    other = base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()
    with pytest.raises(NotVerifiedError, match="proof"):
        verified(f"{head}.{other}.{signature}", network(browser))


def test_signed_by_another_key_it_is_no_badge(browser: Browser, address: str) -> None:
    token = browser.get(address).text
    forger = ec.generate_private_key(ec.SECP256R1())
    forged = sign(forger, header_of(token)["kid"], part(token, 1))
    with pytest.raises(NotVerifiedError, match="proof"):
        verified(forged, network(browser))
    elsewhere = f"{BASE}/badges/keys/{'0' * 64}.json"
    unknown = sign(forger, elsewhere, part(token, 1))
    with pytest.raises(NotVerifiedError, match="proof"):
        verified(unknown, network(browser))
    own = jwk(PublicKey((certificate_for(forger),)), elsewhere)
    assert verified(unknown, network(browser, {elsewhere: own})), "so the key was what failed"


def test_revoked_certificate_takes_its_badge_along_at_once(
    browser: Browser, session: Session, address: str, certificate: Certificate
) -> None:
    token = browser.get(address).text
    revoke(session, certificate)
    session.commit()
    with pytest.raises(NotVerifiedError, match="status: The certificate was revoked or replaced"):
        verified(token, network(browser))
    assert browser.get(address).status_code == 410
    assert browser.get(f"{address}.png").status_code == 410
    assert browser.get(f"{address}.jwt").status_code == 410


def test_withdrawn_badge_counts_no_more_and_its_name_is_gone(
    browser: Browser, sign_in: SignIn, address: str, certificate: Certificate
) -> None:
    token = browser.get(address).text
    assert sign_in("ben").post(f"{page_of(certificate)}/withdrawal").status_code == 303
    with pytest.raises(NotVerifiedError, match="status: Withdrawn by its holder"):
        verified(token, network(browser))
    gone = browser.get(address)
    assert (gone.status_code, gone.headers["content-type"]) == (410, "text/plain; charset=utf-8")
    assert "Ben" not in gone.text


def test_badge_of_a_lost_key_verifies_nowhere(
    browser: Browser, session: Session, address: str
) -> None:
    """Whoever has the key can sign one that no list names, so the key itself is withdrawn."""
    token = browser.get(address).text
    (key,) = known_keys(session)
    since = NOW - timedelta(days=1)
    mark_compromised(session, key.fingerprint, since=since, why="Stolen.", now=NOW)
    session.commit()
    assert browser.get("/badges/keys.json").json() == {"keys": []}
    with pytest.raises(NotVerifiedError, match="proof"):
        verified(token, network(browser))
    assert browser.get(address).status_code == 410


def test_keys_are_told_as_a_set_and_one_by_one(browser: Browser, address: str) -> None:
    (key,) = browser.get("/badges/keys.json").json()["keys"]
    assert key["kid"] == header_of(browser.get(address).text)["kid"]
    assert browser.get(key["kid"].removeprefix(BASE)).json() == key


@pytest.mark.parametrize(
    "path",
    [
        "/badges/keys/0.json",
        "/badges/issuers/0.json",
        "/badges/issuers/0/revoked.json",
        "/badges/achievements/0.json",
        "/badges/achievements/0.png",
        f"/badges/{'0' * 8}-0000-4000-8000-{'0' * 12}",
        f"/badges/{'0' * 8}-0000-4000-8000-{'0' * 12}.png",
        "/badges/nobody",
    ],
)
def test_what_never_was_is_not_found(browser: Browser, address: str, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_list_of_an_issuer_names_no_badge_of_another(
    browser: Browser, session: Session, cast: Cast, sign_in: SignIn, address: str
) -> None:
    other = hold(session, cast, provider="Another Office", edition=2)
    make(sign_in("ben"), other)
    revoke(session, other)
    session.commit()
    said = part(browser.get(address).text, 1)
    own = browser.get(said["credentialStatus"]["id"].removeprefix(BASE)).json()
    assert own["revokedCredential"] == []
    theirs = browser.get(f"/badges/issuers/{key_of('Another Office')}/revoked.json").json()
    assert len(theirs["revokedCredential"]) == 1


def test_whoever_asks_too_often_is_told_to_wait(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "FETCHED_FROM", RateLimit(2, timedelta(minutes=10), "badges.few"))
    answers = [browser.get("/badges/keys.json").status_code for _ in range(3)]
    assert answers == [200, 200, 429]


@dataclass(frozen=True)
class Here:
    """Makes badges in this process, which takes no second to start."""

    maker: BadgeMaker

    def produce(self, order: BadgeOrder) -> SignedBadge:
        return self.maker(order)


def test_after_two_changes_of_the_key_every_badge_verifies(
    app: FastAPI, browser: Browser, sign_in: SignIn, session: Session, cast: Cast, tmp_path: Path
) -> None:
    ben, made = sign_in("ben"), []
    keys: tuple[Key, ...] = (
        ec.generate_private_key(ec.SECP256R1()),
        rsa.generate_private_key(65537, 2048),
        ec.generate_private_key(ec.SECP256R1()),
    )
    for number, key in enumerate(keys, start=1):
        file = tmp_path / f"{number}.pem"
        file.write_bytes(pem(key, certificate_for(key, made=NOW)))
        settings = app.state.settings
        app.state.badges = Badges(settings, Here(BadgeMaker(file, None)))  # type: ignore[arg-type]
        own = hold(session, cast, edition=number, pdf=bytes([number]))
        made.append(browser.get(make(ben, own)).text)
    algorithms = [header_of(token)["alg"] for token in made]
    assert algorithms == ["ES256", "RS256", "ES256"]
    assert len({header_of(token)["kid"] for token in made}) == 3
    for token in made:
        verified(token, network(browser))


def dropped(browser: Browser, content: bytes) -> str:
    """What the verify page says of a file."""
    answer = browser.post("/verify", files={"file": ("badge.png", content, "image/png")})
    assert answer.status_code == 200
    return str(answer.page.main.text)


def test_dropped_on_the_verify_page_it_is_called_what_it_is(
    browser: Browser, session: Session, address: str, certificate: Certificate
) -> None:
    picture = browser.get(f"{address}.png").content
    said = dropped(browser, picture)
    assert "Genuine badge" in said
    assert "Its certificate is valid." in said
    token = browser.get(address).content
    assert "Genuine badge" in dropped(browser, token)
    assert "not made here, or was changed since" in dropped(browser, token[:-2] + b"AA")
    snapshot = from_json(certificate.snapshot)
    assert f"Issued to {snapshot.full_name}" in said, "who it is of, without another page"
    assert f"Number {snapshot.number}" in said
    revoke(session, certificate)
    session.commit()
    said = dropped(browser, picture)
    assert "Counts no more Its certificate was revoked or replaced." in said
    assert "Open the record of its certificate" in said, "which says more"
    assert snapshot.full_name not in said


def test_the_file_dialog_of_the_verify_page_offers_badges(browser: Browser) -> None:
    chosen = browser.get("/verify").page.main.one("input[type=file]")
    assert {".pdf", ".png", ".jwt"} <= set(chosen.attribute("accept").split(","))
