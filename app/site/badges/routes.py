"""What programs ask for when they check a badge: it, its issuer, its keys, whether it counts.

All of it is for everybody, without a cookie, and for pages of other sites, too: a verifier may run
in a browser. Nothing is kept on the way, so a badge counts no more the moment it is withdrawn.
"""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from starlette.responses import JSONResponse, Response

from app.certificates.badges import queries
from app.certificates.badges.baking import baked
from app.certificates.badges.credential import Addresses, profile, revocations
from app.certificates.badges.keys import key_set
from app.certificates.keys.queries import known_keys
from app.core.errors import NotFoundError
from app.site.visits import ReadVisit, Visit, public, router
from app.web.files import disposition
from app.web.limits import RateLimit, client_address

routes = router()

FETCHED_FROM = RateLimit(300, timedelta(minutes=10), "badges.fetched")
GONE = "This badge counts no more: it was withdrawn, or its certificate was.\n"  # not shown
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "X-Robots-Tag": "noindex, nofollow",  # not shown
}


@routes.get("/badges/keys.json")
@public
def show_keys(visit: ReadVisit) -> Response:
    """The public halves of all keys whose badges count, as a JSON Web Key Set."""
    _count(visit)
    return _json({"keys": list(_keys(visit).values())})


@routes.get("/badges/keys/{fingerprint}.json")
@public
def show_key(visit: ReadVisit, fingerprint: str) -> Response:
    """One of them, as a JSON Web Key: what the header of a badge names."""
    _count(visit)
    return _json(_keys(visit).get(fingerprint))


@routes.get("/badges/issuers/{key}.json")
@public
def show_issuer(visit: ReadVisit, key: str) -> Response:
    """Who issued."""
    _count(visit)
    issuer = queries.issuer_of(visit.db, key)
    return _json(profile(issuer, _addresses(visit)) if issuer else None)


@routes.get("/badges/issuers/{key}/revoked.json")
@public
def show_revoked(visit: ReadVisit, key: str) -> Response:
    """Which badges of an issuer count no more."""
    _count(visit)
    if queries.issuer_of(visit.db, key) is None:
        raise NotFoundError
    revoked = queries.revoked_of_issuer(visit.db, key)
    said = {badge_id: why.said for badge_id, why in revoked.items()}
    return _json(revocations(said, key, _addresses(visit)))


@routes.get("/badges/achievements/{key}.json")
@public
def show_achievement(visit: ReadVisit, key: str) -> Response:
    """For what a badge is."""
    _count(visit)
    found = queries.achievement_by_key(visit.db, key)
    return _json(json.loads(found.document) if found else None)


@routes.get("/badges/achievements/{key}.png")
@public
def show_picture(visit: ReadVisit, key: str) -> Response:
    """How it looks, with nobody's badge in it."""
    _count(visit)
    found = queries.achievement_by_key(visit.db, key)
    if found is None:
        raise NotFoundError
    return Response(found.picture, media_type="image/png", headers=HEADERS)


@routes.get("/badges/{badge}.png")
@public
def show_baked(visit: ReadVisit, badge: UUID, download: bool = False) -> Response:
    """The picture of a badge, with the badge in it."""
    found = _badge(visit, badge)
    if found is None:
        return _gone()
    content = baked(found.picture, found.jws)
    return Response(content, media_type="image/png", headers=_named(badge, "png", download))


@routes.get("/badges/{badge}.jwt")
@public
def download_badge(visit: ReadVisit, badge: UUID) -> Response:
    """The signed statement, as a file."""
    found = _badge(visit, badge)
    if found is None:
        return _gone()
    headers = _named(badge, "jwt", download=True)
    return Response(found.jws, media_type="text/plain", headers=headers)


@routes.get("/badges/{badge}")
@public
def show_badge(visit: ReadVisit, badge: UUID) -> Response:
    """The signed statement, at the address by which it calls itself."""
    found = _badge(visit, badge)
    return Response(found.jws, media_type="text/plain", headers=HEADERS) if found else _gone()


def _badge(visit: Visit, badge_id: UUID) -> queries.PublicBadge | None:
    """None for one that counts no more; raises `NotFoundError` where there never was one."""
    _count(visit)
    made = queries.badge_by_id(visit.db, badge_id)
    if made is None:
        raise NotFoundError
    return queries.public_badge(visit.db, badge_id) if made.revoked is None else None


def _gone() -> Response:
    return Response(GONE, 410, media_type="text/plain", headers=HEADERS)


def _named(badge_id: UUID, kind: str, download: bool) -> dict[str, str]:
    name = f"badge-{str(badge_id)[:8]}.{kind}"
    place = "attachment" if download else "inline"
    return {**HEADERS, "Content-Disposition": disposition(place, name, name)}


def _keys(visit: Visit) -> dict[str, dict[str, str]]:
    return key_set(known_keys(visit.db), _addresses(visit))


def _json(said: dict[str, Any] | None) -> Response:
    if said is None:
        raise NotFoundError
    return JSONResponse(said, headers=HEADERS)


def _count(visit: Visit) -> None:
    FETCHED_FROM.hit(client_address(visit.request), visit.now)


def _addresses(visit: Visit) -> Addresses:
    return Addresses(visit.request.app.state.settings.base_url)
