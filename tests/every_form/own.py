"""Forms of visitors, of learners, and of everybody about themselves."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.check_ins.codes.rules import shown_code
from app.casework.check_ins.enums import CheckInWay
from app.casework.drop_ins.rules import Arrival
from app.casework.drop_ins.sealing import sealed
from app.certificates.models import Certificate
from app.cohorts.enums import WayIn
from app.cohorts.joining.actions import invite
from app.core.ids import derived_token
from app.core.models import OutboxMessage
from app.messages.streams.enums import Stream
from app.messages.streams.tokens import token_for
from app.people.actions import start_session
from app.people.addresses.actions import ask_for_address
from app.people.introductions.actions import introduce
from app.people.introductions.rules import Told
from app.people.models import EmailAddress, WebSession
from app.settings import DEMO_SECRET
from tests.applying import AGREE, MENTEES, TRACK, WHY, answers, apply, by_application
from tests.cast import NOW, Cast
from tests.credit.claims import claim_for
from tests.every_form.filling import Found, find
from tests.every_form.world import World, at, stands
from tests.learning.open_unit import NAMED, OPEN, do_everything, prepare, sign
from tests.learning.posting import THREAD, asked
from tests.lookups import look_up
from tests.season import SLUG, make_season, register
from tests.site.house import secret_of

JOIN = "/join/fall-2026"
ASKED = (WHY, TRACK, MENTEES, AGREE)
NEWCOMER = {
    "email": "eve@example.org",
    "given_name": "Eve",
    "family_name": "Espinoza",
    "profession": "nurse",
    "degrees": "RN",
}

at("/language", None, "/privacy")
at("/sign-in", None, "/sign-in", email="ada@example.org")
at("/sign-in/demo", None, "/sign-in")
at("/sign-out", "ada", "/privacy")
at("/my/profile", "ben", "/my/profile", given_name="Benjamin")
at("/my/introduction", "ada", "/my/introduction", interests="Sponsorship of junior faculty")
at("/my/notifications", "ada", "/my/notifications", quiet_from="21:30")
at("/my/profile/addresses", "ben", "/my/profile/addresses", address="ben@home.example")
at("/my/calendar/address", "ada", "/my/calendar")
at("/my/calendar/invitations", "ada", "/my/calendar")
at("/cohorts/{cohort}/claim", "ben", "/cohorts/spring-2026/claim", quarters="8")
at("/cohorts/{cohort}/units/{position}/readings/{key}", "ada", OPEN)
at("/cohorts/{cohort}/units/{position}/reflection", "ada", OPEN, text="I took it for granted.")


@stands("/my/certificates/transcript")
def own_transcript(world: World) -> Found:
    return world.at("ben", "/my/certificates/transcript")


@stands("/my/certificates/{number}/badge")
def own_badge(world: World) -> Found:
    return world.at("ben", f"/my/certificates/{world.of('spring-2026', 'number')}/badge")


@stands("/my/certificates/{number}/badge/withdrawal")
def withdrawn_badge(world: World) -> Found:
    page = f"/my/certificates/{world.of('spring-2026', 'number')}/badge"
    ben = world.sign_in("ben")
    assert ben.post(page).status_code == 303
    return world.at(ben, page)


@stands("/my/snoozes")
def puts_off(world: World) -> Found:
    """One of the things that wait for a coordinator."""
    return next_of(world, "/my/snoozes")


@stands("/my/snoozes/end")
def brings_back(world: World) -> Found:
    """The same, after it was put off."""
    off = next_of(world, "/my/snoozes")
    assert off.browser.post("/my/snoozes", data=off.right()).status_code == 303
    return next_of(world, "/my/snoozes/end")


def next_of(world: World, route: str) -> Found:
    """The first of the forms to an address on the queue, with a day where it takes one."""
    day = {"until": "2026-11-20"} if route == "/my/snoozes" else {}
    world.session.commit()
    cora = world.sign_in("cora")
    page = cora.page("/manage")
    form = next(form for form in page.forms if form.action == route)
    return Found(cora, "/manage", page, form, day)


def secret_path(session: Session, kind: str) -> str:
    """The link in the letter of this kind that was posted last."""
    found = select(OutboxMessage).where(col(OutboxMessage.kind) == kind)
    return str(list(session.scalars(found))[-1].secrets["link_path"])


def second_address(session: Session, cast: Cast, persona: str) -> EmailAddress:
    """Somebody's second verified address."""
    address = EmailAddress(
        person_id=cast.id(persona),
        address=f"{persona}@home.example",
        is_primary=False,
        verified_at=NOW,
    )
    session.add(address)
    session.flush()
    return address


@stands("/verify")
def verification(world: World) -> Found:
    issued = world.session.scalars(select(Certificate)).first()
    assert issued is not None
    return world.at(None, "/verify", code=issued.code)


@stands("/sign-in/link/{token}")
def sign_in_link(world: World) -> Found:
    browser = world.browser()
    browser.post("/sign-in", data={"email": "ada@example.org", "next": "/home"})
    look_up(world.app)
    return world.at(browser, secret_path(world.session, "sign_in"))


@stands("/sign-in/code")
def sign_in_code(world: World) -> Found:
    browser = world.browser()
    page = browser.post("/sign-in", data={"email": "ada@example.org", "next": "/home"}).page
    look_up(world.app)
    links = select(OutboxMessage).where(col(OutboxMessage.kind) == "sign_in")
    mail = world.session.scalars(links.order_by(col(OutboxMessage.created_at).desc())).first()
    assert mail is not None
    return find(browser, "/sign-in", world.route, page, code=mail.secrets["code"])


@stands("/addresses/{token}")
def address_link(world: World) -> Found:
    ada = world.cast.person("ada")
    ask_for_address(world.session, ada, "ada@home.example", by=ada.id, now=NOW)
    return world.at(None, secret_path(world.session, "verify_address"))


@stands("/my/introduction/removal")
def introduced(world: World) -> Found:
    told = Told(interests="Sponsorship")
    introduce(world.session, world.cast.id("ada"), told, now=NOW)
    return world.at("ada", "/my/introduction")


@stands("/mail/unsubscribe/{token}")
def unsubscribe(world: World) -> Found:
    return world.at(None, unsubscribe_path(world))


@stands("/mail/unsubscribe/{token}/undo")
def subscribe_again(world: World) -> Found:
    path = unsubscribe_path(world)
    world.session.commit()
    world.browser().post(path)
    return world.at(None, path)


def unsubscribe_path(world: World) -> str:
    token = token_for(DEMO_SECRET, world.cast.id("ada"), Stream.REMINDERS)
    return f"/mail/unsubscribe/{token}"


@stands("/my/profile/addresses/{address}/primary")
@stands("/my/profile/addresses/{address}/removal")
def own_address(world: World) -> Found:
    second_address(world.session, world.cast, "ada")
    return world.at("ada", "/my/profile/addresses")


@stands("/parked")
@stands("/parked/removal")
def parked(world: World) -> Found:
    world.session.commit()
    ada = world.sign_in("ada")
    world.session.execute(update(WebSession).values(expires_at=NOW - timedelta(minutes=1)))
    world.session.commit()
    ada.post(f"{OPEN}/reflection", data={"text": "I took silence for agreement."})
    ada.post("/sign-in/demo", data={"persona": "ada", "next": "/parked"})
    return world.at(ada, "/parked")


# ---------------------------------------------------------------------------- a thread

at("/cohorts/{cohort}/units/{position}/thread", "ada", THREAD, text="How do I begin?")
at("/cohorts/{cohort}/units/{position}/thread/mute", "ada", THREAD)
at("/cohorts/{cohort}/units/{position}/thread/read", "ada", THREAD)


@stands("/cohorts/{cohort}/units/{position}/thread/posts/{post}/answer")
def answered_question(world: World) -> Found:
    post = asked(world.session, world.cast, "nan")
    return world.at("ada", f"{THREAD}/posts/{post.id}/answer", text="By asking them first.")


@stands("/cohorts/{cohort}/units/{position}/thread/posts/{post}/edit")
def changed_post(world: World) -> Found:
    post = asked(world.session, world.cast, "ada")
    return world.at("ada", f"{THREAD}/posts/{post.id}/edit", text="How do I begin well?")


@stands("/cohorts/{cohort}/units/{position}/thread/posts/{post}/deletion")
def deleted_post(world: World) -> Found:
    post = asked(world.session, world.cast, "ada")
    return world.at("ada", f"{THREAD}/posts/{post.id}/deletion")


@stands("/cohorts/{cohort}/units/{position}/thread/posts/{post}/report")
def reported_post(world: World) -> Found:
    post = asked(world.session, world.cast, "nan")
    return world.at("ada", f"{THREAD}/posts/{post.id}/report", reason="It names a mentee.")


@stands("/cohorts/{cohort}/units/{position}/thread/posts/{post}/removal")
def removed_post(world: World) -> Found:
    post = asked(world.session, world.cast, "nan")
    return world.at("fay", f"{THREAD}/posts/{post.id}/removal", reason="It names a mentee.")


# ---------------------------------------------------------------------------- a seat


@stands("/join/{cohort}")
def ask_for_seat(world: World) -> Found:
    fall = by_application(world.session, world.cast)
    given = answers(world.session, fall).items()
    return world.at("ben", JOIN, **{f"question-{id_}": text for id_, text in given})


@stands("/join/{cohort}/application")
def correct_answers(world: World) -> Found:
    fall = by_application(world.session, world.cast)
    apply(world.session, fall, world.cast.id("ben"))
    why = next(iter(answers(world.session, fall)))
    return world.at("ben", f"{JOIN}/application", **{f"question-{why}": "To listen more."})


@stands("/join/{cohort}/seat")
@stands("/join/{cohort}/release")
def held_seat(world: World) -> Found:
    fall, cora = world.cast.fall, world.cast.id("cora")
    until = NOW + timedelta(days=1)
    invite(world.session, fall, world.cast.id("ben"), until=until, by=cora, now=NOW)
    return world.at("ben", JOIN)


@stands("/join/{cohort}/leave")
def registered(world: World) -> Found:
    season = make_season(world.session, world.cast)
    register(world.session, season, world.cast, "ben")
    return world.at("ben", f"/join/{SLUG}")


def in_series(world: World) -> tuple[UUID, str]:
    """The third session of the series, which begins now, and the code that it shows."""
    make_season(world.session, world.cast)
    held = world.cast.case_session(SLUG, 3)
    held.starts_at = NOW
    world.session.commit()
    secret = derived_token(secret_of(world.app), "check-in", str(held.id))
    return held.id, shown_code(secret, NOW).text


@stands("/join/{cohort}/drop-in")
def code(world: World) -> Found:
    _held, shown = in_series(world)
    return world.at("ben", f"/join/{SLUG}/drop-in", code=shown)


@stands("/join/{cohort}/drop-in/{arrival}")
def arrival(world: World) -> Found:
    held, shown = in_series(world)
    there = Arrival(world.cast.cohort(SLUG).id, held, CheckInWay.CODE, shown, NOW)
    link = sealed(secret_of(world.app), "ben@example.org", there)
    return world.at("ben", f"/join/{SLUG}/drop-in/{link}")


@stands("/join/{cohort}/newcomer")
def newcomer(world: World) -> Found:
    world.cast.fall.way_in = WayIn.OPEN
    home = str(world.cast.person("ben").institution_id)
    return world.at(None, f"{JOIN}/newcomer", institution=home, **NEWCOMER)


@stands("/join/{cohort}/newcomer/{token}")
def newcomer_link(world: World) -> Found:
    world.cast.fall.way_in = WayIn.OPEN
    home = str(world.cast.person("ben").institution_id)
    world.session.commit()
    browser = world.browser()
    sent = browser.post(f"{JOIN}/newcomer", data=NEWCOMER | {"institution": home})
    assert sent.status_code == 200
    return world.at(browser, secret_path(world.session, "newcomer"))


# ---------------------------------------------------------------------------- a week


@stands("/cohorts/{cohort}/units/{position}/answers")
def answer(world: World) -> Found:
    return world.at("ada", f"{OPEN}/check", option="0")


@stands("/cohorts/{cohort}/units/{position}/attestation")
def attestation(world: World) -> Found:
    prepare(world.session)
    return world.at("ada", OPEN, **NAMED)


@stands("/cohorts/{cohort}/units/{position}/attestation/withdrawal")
def attestation_withdrawal(world: World) -> Found:
    token = start_session(
        world.session, world.cast.id("nan"), how="link", user_agent="", now=NOW
    ).token
    world.session.commit()
    nan = world.browser()
    nan.cookies.set("waypost", token)
    do_everything(nan)
    sign(world.session, "nan")
    return world.at(nan, f"{OPEN}/attestation/withdrawal")


@stands("/cohorts/{cohort}/claim/change")
def claim_change(world: World) -> Found:
    claim_for(world.session, world.cast, "ben", 8, NOW)
    return world.at("ben", "/cohorts/spring-2026/claim", quarters="7")


@stands("/cohorts/{cohort}/claim/withdrawal")
def claim_withdrawal(world: World) -> Found:
    claim_for(world.session, world.cast, "ben", 8, NOW)
    return world.at("ben", "/cohorts/spring-2026/claim")
