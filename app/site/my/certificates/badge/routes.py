"""The digital badge of one's own certificate: made only where its holder asks for it."""

from datetime import timedelta

from starlette.responses import Response

from app.certificates import queries as records
from app.certificates.badges import actions
from app.certificates.badges.queries import badge_of
from app.certificates.badges.rules import why_not_badge
from app.certificates.issuing.tasks import why_not_sign
from app.certificates.numbers import parse_number
from app.certificates.queries import CertificateWithStatus
from app.certificates.snapshot import from_json
from app.certificates.verification.doubts import with_doubts
from app.certificates.verification.queries import file_as_issued
from app.core.errors import NotFoundError, RefusedError
from app.core.ids import new_id
from app.language import Text
from app.policy.table import Action
from app.site.my.certificates.badge.page import badge_page
from app.site.visits import LookFirstVisit, ReadVisit, Visit, WriteVisit, allows, router
from app.web.limits import RateLimit
from app.web.pages import render, see_other

routes = router()

MADE = RateLimit(20, timedelta(minutes=10), "badge.made")
ADDRESS = "/my/certificates/{number}/badge"


@routes.get(ADDRESS)
@allows(Action.OWN_CERTIFICATE_READ)
def show_badge(visit: ReadVisit, number: str, withdrawn: bool = False) -> Response:
    """What a badge of it would tell, or the badge."""
    return _page(visit, _own(visit, number), withdrawn=withdrawn)


@routes.post(ADDRESS)
@allows(Action.OWN_BADGE_CHANGE)
def make_badge(visit: LookFirstVisit, number: str) -> Response:
    """Make and sign it while nobody waits for the database, and keep it."""
    own = _own(visit, number)
    try:
        _require(visit, own)
        MADE.hit(str(visit.actor.person_id), visit.now)
        certificate = own.certificate
        signed = visit.request.app.state.badges.signed(
            new_id(), certificate.snapshot, certificate.issued_at, visit.now
        )
        visit.take_turn()
        own = _own(visit, number)
        _require(visit, own)
        by = visit.actor.person_id
        actions.make_badge(visit.db, own, signed, by=by, now=visit.now)
    except RefusedError as refused:
        return _page(visit, own, why_not=refused.reason, status=422)
    return see_other(_address(own))


@routes.post(f"{ADDRESS}/withdrawal")
@allows(Action.OWN_BADGE_CHANGE)
def withdraw_badge(visit: WriteVisit, number: str) -> Response:
    """Take it back; of none that is there, nothing changes."""
    own = _own(visit, number)
    by = visit.actor.person_id
    actions.withdraw_badge(visit.db, own.certificate, by=by, now=visit.now)
    return see_other(f"{_address(own)}?withdrawn=true")


def _own(visit: Visit, number: str) -> CertificateWithStatus:
    person_id = visit.permit_own().person_id
    own = records.own_by_number(visit.db, person_id, parse_number(number) or "")
    if own is None:
        raise NotFoundError
    (judged,) = with_doubts(visit.db, [own])
    return judged


def _address(own: CertificateWithStatus) -> str:
    return ADDRESS.format(number=own.certificate.number)


def _as_issued(visit: Visit, own: CertificateWithStatus) -> bool:
    return file_as_issued(visit.db, own.certificate) is not None


def _require(visit: Visit, own: CertificateWithStatus) -> None:
    as_issued = _as_issued(visit, own)
    if why_not := why_not_badge(own.certificate.number, own.status, as_issued=as_issued):
        raise RefusedError(why_not)


def _page(
    visit: Visit,
    own: CertificateWithStatus,
    *,
    why_not: Text | None = None,
    withdrawn: bool = False,
    status: int = 200,
) -> Response:
    settings = visit.request.app.state.settings
    made = badge_of(visit.db, own.certificate.id, doubtful=own.status.is_doubtful)
    page = badge_page(
        from_json(own.certificate.snapshot),
        own.status,
        made,
        why_not or why_not_sign(settings),
        settings.base_url,
        zone=visit.actor.zone,
        as_issued=_as_issued(visit, own),
        withdrawn=withdrawn and made is not None and made.withdrawn_at is not None,
    )
    return render(visit.request, "my/certificates/badge/badge.html", page, status=status)
