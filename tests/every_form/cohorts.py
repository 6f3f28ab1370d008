"""Forms with which coordinators run a cohort."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from app.casework.enums import AttendanceStatus
from app.casework.rules import Submitted
from app.certificates.names.queries import names_in_cohort
from app.core.jobs import stop
from app.core.models import Job
from app.credit.extensions.actions import extend
from app.credit.extensions.rules import Wish
from app.messages.announcements.models import Announcement
from app.outcomes.quotes.actions import release
from app.outcomes.quotes.rules import source_of
from tests.amending import amend
from tests.applying import TRACK, WHY, applicants, by_application
from tests.cast import NOW
from tests.certificates.office import claim, complete
from tests.certificates.teaching.led import lead
from tests.client import Browser
from tests.credit.claims import learner_of
from tests.every_form.filling import Found
from tests.every_form.world import World, at, stands
from tests.learning.open_unit import prepare, sign
from tests.messages.announcements.written import draft
from tests.outcomes.answered import add_to_pack, answered, own_instrument
from tests.releases import better_module_2

FALL, SPRING = "/manage/cohorts/fall-2026", "/manage/cohorts/spring-2026"
QUESTION = f"{FALL}/application/{{fall-2026.application_question}}"
SETUP = "/manage/cohorts/draft-2027/setup"
NEW = "/manage/cohorts/spring-2027/setup"
SCHEDULE = f"{FALL}/schedule"
REASON = "The office asks for it."
POLICY = (
    "modules_required=4&sessions_required=2&make_ups_allowed=1"
    "&present_minutes=45&late_after_minutes=10&case_response=yes"
)
IMPORTED = "E-mail;NAME;Site\nkalei@windward.example;Kalei Nakamura, DO;High Desert\n"

at("/manage/cohorts/new", "cora", "/manage/cohorts/new", start="cohort:fall-2026")
at("/manage/cohorts/{cohort}/setup/dates", "cora", f"{SETUP}/dates", title="Spring in Draft")
at("/manage/cohorts/{cohort}/setup/leaders", "cora", f"{SETUP}/leaders")
at("/manage/cohorts/{cohort}/setup/seats", "cora", f"{SETUP}/seats", capacity="40")
at("/manage/cohorts/{cohort}/setup/credit", "cora", f"{SETUP}/credit",
   requires_completion="yes")  # fmt: skip
at("/manage/cohorts/{cohort}/credit/change", "cora", f"{FALL}/credit/change",
   place="Albuquerque", change_reason=REASON)  # fmt: skip
at("/manage/cohorts/{cohort}/seats", "cora", f"{FALL}/seats", capacity="590", reason=REASON)
at("/manage/cohorts/{cohort}/reminders/{rule}", "cora", f"{FALL}/reminders/session-soon",
   is_on="yes", number="45")  # fmt: skip
at("/manage/cohorts/{cohort}/application", "cora", f"{FALL}/application",
   label="Why do you want to mentor?", kind="text")  # fmt: skip
at("/manage/cohorts/{cohort}/application/leads", "cora", f"{FALL}/application")
at("/manage/cohorts/{cohort}/application/{application_question}", "cora",
   QUESTION, label="What else is there?")  # fmt: skip
at("/manage/cohorts/{cohort}/application/{application_question}/removal", "cora",
   f"{FALL}/application")  # fmt: skip
at("/manage/cohorts/{cohort}/people/import/{people_import}/columns", "cora",
   f"{FALL}/people/import/{{fall-2026.people_import}}")  # fmt: skip
at("/manage/cohorts/{cohort}/people/import/{people_import}/choices", "cora",
   f"{FALL}/people/import/{{fall-2026.people_import}}")  # fmt: skip
at("/manage/cohorts/{cohort}/people/import/{people_import}/discard", "cora",
   f"{FALL}/people/import/{{fall-2026.people_import}}")  # fmt: skip
at("/manage/cohorts/{cohort}/people/{person}/claim", "cora",
   f"{FALL}/people/{{fall-2026.person}}/claim", until="2029-01-31", reason=REASON)  # fmt: skip
at("/manage/cohorts/{cohort}/people/{person}/{act}", "cora",
   f"{FALL}/people/{{fall-2026.person}}/withdrawal", reason=REASON)  # fmt: skip
at("/manage/cohorts/{cohort}/threads", "cora", f"{FALL}/threads")
at("/manage/cohorts/{cohort}/policy", "cora", f"{SPRING}/policy/check?{POLICY}", reason=REASON)
at("/manage/cohorts/{cohort}/schedule/new", "cora",
   f"{SCHEDULE}/new?title=More&day=2026-12-17&at=12:00&minutes=60", reason=REASON)  # fmt: skip
at("/manage/cohorts/{cohort}/schedule/{position}/move", "cora",
   f"{SCHEDULE}/3/move?day=2026-11-27&at=13:00&minutes=60", reason=REASON)  # fmt: skip
at("/manage/cohorts/{cohort}/schedule/{position}/cancellation", "cora",
   f"{SCHEDULE}/3/cancellation", reason=REASON)  # fmt: skip
at("/manage/cohorts/{cohort}/schedule/{position}/link", "cora",
   f"{SCHEDULE}/3/link", link="https://zoom.example/j/2", which="one", reason=REASON)  # fmt: skip
at("/manage/cohorts/{cohort}/schedule/{position}/leaders", "cora",
   f"{SCHEDULE}/3/leaders", guest="nan@example.org", reason=REASON)  # fmt: skip
at("/manage/cohorts/{cohort}/schedule/dates", "cora",
   f"{SCHEDULE}/dates?enrollment_closes=2026-11-30&closes=2027-01-15&claims_close=2027-02-15",
   reason=REASON)  # fmt: skip


@stands("/manage/cohorts/{cohort}/schedule/{position}/restoration")
def canceled_session(world: World) -> Found:
    cora, path = world.sign_in("cora"), f"{SCHEDULE}/3/cancellation"
    form = cora.page(path).form(action=path)
    assert cora.post(path, data=form.fields | {"reason": REASON}).status_code == 303
    return world.at(cora, f"{SCHEDULE}/3/restoration", reason=REASON)


at("/manage/cohorts/{cohort}/schedule/{position}/holding", "cora",
   f"{SCHEDULE}/1/holding", reason=REASON)  # fmt: skip


@stands("/manage/certificates/{number}/review")
def flagged_certificate(world: World) -> Found:
    ben, by = world.cast.enrollment("ben"), world.cast.id("cora")
    held = world.cast.case_session("spring-2026", 4).id
    wanted = {ben.id: Submitted(AttendanceStatus.ABSENT, world.cast.mark(ben.id, held))}
    amend(world.session, held, wanted, by=by, now=NOW)
    number = world.of("spring-2026", "number")
    return world.at("cora", f"/manage/certificates/{number}", word=REASON)


@stands("/manage/certificates/{number}/closure")
def revoked_certificate_that_is_due_again(world: World) -> Found:
    number = world.of("spring-2026", "number")
    path = f"/manage/certificates/{number}"
    cora = world.sign_in("cora")
    form = cora.page(f"{path}/revocation").form(action=f"{path}/revocation")
    sent = form.fields | {"reason": "error", "note": REASON}
    assert cora.post(f"{path}/revocation", data=sent).status_code == 303
    return world.at(cora, path, reason=REASON)


@stands("/manage/cohorts/{cohort}/application/{application_question}/move")
def two_questions(world: World) -> Found:
    by_application(world.session, world.cast, form=(WHY, TRACK))
    return world.at("cora", f"{FALL}/application")


@stands("/manage/cohorts/{cohort}/applications/check")
def application(world: World) -> Found:
    (pat,) = applicants(world.session, by_application(world.session, world.cast), 1, "Sonoran")
    path = f"{FALL}/applications/check?person={pat.id}&decision=decline"
    return world.at("cora", path, reason=REASON)


@stands("/manage/cohorts/{cohort}/setup/rehearsal/skipped")
def week_with_a_holiday(world: World) -> Found:
    cora, path = world.sign_in("cora"), f"{SETUP}/dates"
    form = cora.page(path).form("Save and go on to who leads")
    assert cora.post(path, data=form.fields | {"first": "2026-12-25"}).status_code == 303
    return world.at(cora, f"{SETUP}/rehearsal")


@stands("/manage/cohorts/{cohort}/setup/rehearsal/publication")
def complete_draft(world: World) -> Found:
    return world.at(new_draft(world), f"{NEW}/rehearsal", without_credit="yes")


@stands("/manage/cohorts/{cohort}/setup/discard")
def draft_of_nobody(world: World) -> Found:
    return world.at(new_draft(world), f"{NEW}/discard")


def new_draft(world: World) -> Browser:
    """The browser of who has made a draft in which nobody has a place."""
    world.session.commit()
    cora = world.sign_in("cora")
    made = cora.post("/manage/cohorts/new", data={"start": "cohort:fall-2026"})
    assert made.status_code == 303
    return cora


@stands("/manage/cohorts/{cohort}/archive")
def closed_cohort(world: World) -> Found:
    world.cast.spring.closes_at = NOW - timedelta(days=1)
    return world.at("cora", f"{SPRING}/archive", reason=REASON)


@stands("/manage/cohorts/{cohort}/archive/undo")
def archived_cohort(world: World) -> Found:
    world.cast.spring.closes_at = NOW - timedelta(days=1)
    world.cast.spring.archived_at = NOW
    return world.at("cora", f"{SPRING}/archive", reason=REASON)


@stands("/manage/cohorts/{cohort}/content/move")
def newer_texts(world: World) -> Found:
    better_module_2(world.session)
    prepare(world.session)
    sign(world.session)
    world.session.commit()
    cora = world.sign_in("cora")
    boxes = cora.page(f"{FALL}/content").all("input[type=checkbox][name=chosen]")
    chosen = "&".join(f"chosen={box.attribute('value')}" for box in boxes)
    return world.at(cora, f"{FALL}/content/move?{chosen}", reason=REASON)


@stands("/manage/cohorts/{cohort}/certificates/issue")
def due_certificates(world: World) -> Found:
    claim(world.session)
    return world.at("cora", f"{SPRING}/certificates/issue")


@stands("/manage/cohorts/{cohort}/certificates/teaching")
def due_certificates_of_teaching(world: World) -> Found:
    lead(world.session, "fay")
    return world.at("cora", f"{SPRING}/certificates/teaching")


@stands("/manage/cohorts/{cohort}/people/professions")
def profession_to_verify(world: World) -> Found:
    ada = world.cast.person("ada")
    ada.profession_verified_at = None
    world.session.flush()
    value = f"{ada.id}:{ada.profession.value}"
    return world.at("cora", f"{FALL}/people/professions", verified=value)


@stands("/manage/cohorts/{cohort}/certificates/nudge")
def message_to_who_has_not_claimed(world: World) -> Found:
    complete(world.session, "ada")
    return world.at("cora", f"{SPRING}/certificates")


@stands("/manage/cohorts/{cohort}/certificates/issue/names")
def name_to_check(world: World) -> Found:
    claim(world.session)
    seen = changed_name(world)
    return world.at("cora", f"{SPRING}/certificates/issue", seen=seen)


@stands("/manage/cohorts/{cohort}/people/{person}/claim/withdrawal")
def extension(world: World) -> Found:
    until, by = NOW + timedelta(days=900), world.cast.id("cora")
    wish = Wish(until, waives_evaluation=True, waives_completion=False, reason=REASON)
    extend(world.session, learner_of(world.session, world.cast, "ben"), wish, by=by, now=NOW)
    return world.at("cora", f"{SPRING}/people/{world.cast.id('ben')}/claim")


@stands("/manage/people/{person}/name")
def name_of_one(world: World) -> Found:
    seen = changed_name(world)
    return world.at("cora", f"/manage/people/{world.cast.id('ben')}", seen=seen)


def changed_name(world: World) -> str:
    """Ben has other degrees; what confirms them."""
    world.cast.person("ben").degrees = "MD, Nobel laureate"
    world.session.flush()
    (name,) = names_in_cohort(world.session, world.cast.spring.id).values()
    return f"{name.enrollment_id}:{name.fingerprint}"


# ---------------------------------------------------------------------------- people by file


@stands("/manage/cohorts/{cohort}/people/import")
def people_file(world: World) -> Found:
    return world.at("cora", f"{FALL}/people/import", file=IMPORTED.encode())


def sent(world: World) -> tuple[Browser, str]:
    """A file that waits for nothing, and its page."""
    cora = world.sign_in("cora")
    answer = cora.post(f"{FALL}/people/import", files={"file": ("people.csv", IMPORTED.encode())})
    return cora, answer.headers["location"].partition("?")[0]


@stands("/manage/cohorts/{cohort}/people/import/{people_import}")
def checked_people(world: World) -> Found:
    cora, path = sent(world)
    return world.at(cora, path)


@stands("/manage/cohorts/{cohort}/people/import/{people_import}/undo")
def imported_people(world: World) -> Found:
    cora, path = sent(world)
    assert cora.post(path, data=cora.page(path).form(action=path).fields).status_code == 303
    return world.at(cora, path, reason=REASON)


@stands("/manage/cohorts/{cohort}/people/import/{people_import}/refused/discard")
def refused_people(world: World) -> Found:
    cora = world.sign_in("cora")
    content = f"{IMPORTED}nobody(at)windward.example;Nobody;High Desert\n".encode()
    answer = cora.post(f"{FALL}/people/import", files={"file": ("people.csv", content)})
    path = answer.headers["location"].partition("?")[0]
    assert cora.post(path, data=cora.page(path).form(action=path).fields).status_code == 303
    return world.at(cora, path)


# ---------------------------------------------------------------------------- messages

MESSAGES = f"{FALL}/messages"
OWN = "/institution/messages"
SAID = {"to": "all", "subject": "News", "text": "Hello {given_name}"}

at("/manage/cohorts/{cohort}/messages/new", "cora", f"{MESSAGES}/new", **SAID)
at("/manage/cohorts/{cohort}/messages/templates/{template}", "cora",
   f"{MESSAGES}/templates/welcome?language=en", subject="Come in")  # fmt: skip
at("/institution/messages/new", "lee", f"{OWN}/new?cohort=fall-2026", **SAID)
at("/institution/messages/{own_message}/stop", "lee", f"{OWN}/{{installation.own_message}}")
at("/manage/jobs/{job}/stop", "cora", "/manage/jobs/{fall-2026.message_job}")


def waiting_draft(world: World, *, by: str = "cora") -> str:
    """The address of a message that is not sent."""
    by_lead = by == "lee"
    found = draft(world.session, world.cast.fall, by=world.cast.id(by), by_lead=by_lead)
    return f"{OWN if by_lead else MESSAGES}/{found.id}"


@stands("/manage/cohorts/{cohort}/messages/{message}/edit")
def draft_to_change(world: World) -> Found:
    return world.at("cora", f"{waiting_draft(world)}/edit")


@stands("/manage/cohorts/{cohort}/messages/{message}/send")
def draft_to_send(world: World) -> Found:
    return world.at("cora", waiting_draft(world))


@stands("/manage/cohorts/{cohort}/messages/{message}/discard")
def draft_to_discard(world: World) -> Found:
    return world.at("cora", waiting_draft(world))


@stands("/institution/messages/{own_message}/edit")
def own_draft_to_change(world: World) -> Found:
    return world.at("lee", f"{waiting_draft(world, by='lee')}/edit")


@stands("/institution/messages/{own_message}/send")
def own_draft_to_send(world: World) -> Found:
    return world.at("lee", waiting_draft(world, by="lee"))


@stands("/institution/messages/{own_message}/discard")
def own_draft_to_discard(world: World) -> Found:
    return world.at("lee", waiting_draft(world, by="lee"))


@stands("/institution/messages/{own_message}/retry")
def own_message_that_failed(world: World) -> Found:
    message = world.session.get_one(Announcement, UUID(world.of("installation", "own_message")))
    assert message.job_id is not None
    job = world.session.get_one(Job, message.job_id)
    stop(world.session, job, by=world.cast.id("lee"), now=NOW)
    return world.at("lee", f"{OWN}/{message.id}")


# ---------------------------------------------------------------------------- surveys

EVALUATION = f"{FALL}/evaluation"

at("/manage/cohorts/{cohort}/evaluation/{survey}/close", "cora", f"{EVALUATION}/own/close")
at("/manage/cohorts/{cohort}/evaluation/{survey}/reminders", "cora", f"{EVALUATION}/own/reminders")


@stands("/manage/cohorts/{cohort}/evaluation/new")
def something_to_ask(world: World) -> Found:
    add_to_pack(world.session, own_instrument(world.session))
    found = world.at("cora", f"{EVALUATION}/new", mode="unlinked", closes="2026-12-02")
    (version,) = found.form.choices("instrument")
    return replace(found, filled={**found.filled, "instrument": version})


@stands("/manage/cohorts/{cohort}/evaluation/{survey}/quotes/new")
def something_written(world: World) -> Found:
    answered(world.session, world.cast.fall, 12, key="own-2")
    source = source_of("Because 7")
    return world.at("cora", f"{EVALUATION}/own-2/quotes/new?question=why&source={source}")


@stands("/manage/cohorts/{cohort}/evaluation/{survey}/quotes/{quote}/withdrawal")
def released_quote(world: World) -> Found:
    survey, by = answered(world.session, world.cast.fall, 12, key="own-2"), world.cast.id("cora")
    written = "Because 7"
    release(world.session, survey, "why", written, written=written, by=by, now=NOW)
    return world.at("cora", f"{EVALUATION}/own-2")
