"""Forms of facilitators, leads and administrators, and of coordinators outside a cohort."""

from dataclasses import replace
from datetime import timedelta

from pydantic import SecretStr
from sqlalchemy import select

from app.certificates.orders import Order
from app.certificates.pars.enums import FileMark
from app.certificates.pars.models import ReportingFile
from app.certificates.snapshot import CertificateKind
from app.core import queue
from app.core.models import Job
from app.history.retention.actions import place_hold
from app.learning.reflections.actions import save_reflection
from app.main import create_app
from app.people.addresses.trouble.actions import note_trouble
from app.people.addresses.trouble.enums import Trouble
from app.people.providers.queries import provider_called
from app.settings import Settings
from tests.cast import ELSEWHERE, NOW, add_enrollment
from tests.certificates.pars.reported import certified, number, permit
from tests.client import Browser
from tests.crowds import fill
from tests.every_form.filling import Found, find
from tests.every_form.own import second_address
from tests.every_form.world import World, at, stands
from tests.history.retention.announced import announce_it, old_cohort
from tests.packed import FIRST_MODULE, HOME, PACK, edited, exported, import_files, send, zipped

ADA = "ada@example.org"
REASON = "The office asks for it."
TABLE = "Name;Short name;State;Time zone\nMesa School;Mesa;Arizona;America/Phoenix\n"
PLACES = "/admin/institutions"
PERSON = "/manage/people/{fall-2026.person}"
APPLICATION = "/institution/applications/{installation.application}"
ATTENDANCE = "/teach/fall-2026/sessions/1/attendance"

at("/institution/applications/{application}", "lee",
   APPLICATION, decision="decline", reason=REASON)  # fmt: skip
at("/admin/institutions", "abe", f"{PLACES}/new",
   name="Mesa School", short_name="Mesa", zone="America/Phoenix")  # fmt: skip
at("/admin/institutions/import", "abe", f"{PLACES}/import", table=TABLE)
at("/admin/institutions/{institution}", "abe", f"{PLACES}/{{installation.institution}}",
   name="High Desert University")  # fmt: skip
at("/admin/institutions/{institution}/leaving", "abe",
   f"{PLACES}/{{installation.institution}}", reason=REASON)  # fmt: skip
at("/admin/credit-systems", "abe", "/admin/credit-systems/new", name="Nursing points",
   unit_one="nursing point", unit_many="nursing points")  # fmt: skip
at("/admin/credit-systems/{credit_system}", "abe", "/admin/credit-systems/ancc",
   heading="Certificate of nursing hours")  # fmt: skip
at("/admin/credit-systems/{credit_system}/retirement", "abe", "/admin/credit-systems/ancc",
   reason=REASON)  # fmt: skip
at("/manage/providers", "abe", "/manage/providers", name="Third Office")
at("/manage/providers/{provider}", "opal", "/manage/providers/{installation.provider}",
   accreditor_number="0012345")  # fmt: skip
at("/manage/providers/{provider}/accreditation", "opal",
   "/manage/providers/{installation.provider}/accreditation", accreditor="accme",
   statement="It is accredited.", valid_from="2026-01-01")  # fmt: skip
at("/admin/retention", "abe", "/admin/retention", years="8", reason=REASON)
at("/admin/retention/{cohort}/hold", "cora", "/admin/retention/spring-2026", reason=REASON)
at("/admin/roles/{grant}/revocation", "cora", "/admin/roles/{installation.grant}", reason=REASON)
at("/manage/people/{person}/addresses", "cora", f"{PERSON}/addresses", address="ada@home.example")
at("/manage/people/{person}/affiliation", "cora", f"{PERSON}/affiliation", profession="nurse")

at("/manage/certificates/{number}/revocation", "cora",
   "/manage/certificates/{spring-2026.number}/revocation", reason="error", note=REASON)  # fmt: skip
at("/manage/certificates/{number}/reissue", "cora",
   "/manage/certificates/{spring-2026.number}/reissue", note=REASON)  # fmt: skip


LONG_AGO = "/admin/retention/long-ago"


@stands("/admin/retention/{cohort}/deletion")
def records_due(world: World) -> Found:
    """Of a cohort that was over ten years ago."""
    old_cohort(world.session, world.cast.spring)
    day = str(NOW.date() + timedelta(days=40))
    return world.at("abe", LONG_AGO, cohort_title="Long ago", goes_from=day, why=REASON)


@stands("/admin/retention/{cohort}/deletion/call-off")
def records_announced(world: World) -> Found:
    old_cohort(world.session, world.cast.spring)
    day = NOW.date() + timedelta(days=40)
    announce_it(world.session, world.cast, "long-ago", goes_from=day, now=NOW)
    return world.at("abe", LONG_AGO, why=REASON)


PARS = "/manage/cohorts/spring-2026/credit/pars"
at("/manage/cohorts/{cohort}/credit/pars/activity", "cora", PARS, accme_id="201234567")
at("/manage/cohorts/{cohort}/credit/pars/files/{reporting_file}", "cora", PARS)
at("/manage/cohorts/{cohort}/credit/pars/files/{reporting_file}/mark", "cora", PARS,
   note=REASON)  # fmt: skip


@stands("/admin/retention/{cohort}/hold/end")
def records_held(world: World) -> Found:
    """Those of Ben's cohort."""
    spring = world.cast.cohort("spring-2026").id
    place_hold(world.session, spring, REASON, by=world.cast.id("abe"), now=NOW)
    return world.at("abe", "/admin/retention/spring-2026", reason=REASON)


@stands("/manage/cohorts/{cohort}/credit/pars/files")
@stands("/manage/cohorts/{cohort}/credit/pars/nudge")
def physician_to_report(world: World) -> Found:
    """Ben, who has a certificate of credit, and said whether it may be reported or did not."""
    certified(world.session)
    if world.route.endswith("/files"):
        permit(world.session)
        number(world.session)
        for file in world.session.scalars(select(ReportingFile)):
            file.mark = FileMark.REFUSED
    return world.at("cora", PARS)


@stands("/cohorts/{cohort}/claim/pars")
@stands("/cohorts/{cohort}/claim/pars/withdrawal")
def permission(world: World) -> Found:
    page = "/cohorts/spring-2026/claim/pars"
    if world.route.endswith("/withdrawal"):
        permit(world.session)
        return world.at("ben", page)
    given = {"birth_month": "2", "birth_day": "9", "state": "Texas", "license_id": "TX 77"}
    return world.at("ben", page, **given)


@stands("/my/certificates/pars/{cohort}/withdrawal")
def own_permission(world: World) -> Found:
    permit(world.session)
    return world.at("ben", "/my/certificates")


at("/manage/cohorts/{cohort}/credit/audit", "cora",
   "/manage/cohorts/spring-2026/credit/audit", reason=REASON)  # fmt: skip
at("/manage/cohorts/{cohort}/credit/audit/{audit_folder}", "cora",
   "/manage/cohorts/spring-2026/credit/audit")  # fmt: skip


@stands("/manage/cohorts/{cohort}/certificates/reissue")
def certificates_to_issue_anew(world: World) -> Found:
    """Its check page, which sends the choice again."""
    cora, path = world.sign_in("cora"), "/manage/cohorts/spring-2026/certificates/reissue"
    boxes = cora.page(path).all("input[name=chosen]")
    check = cora.post(path, data={"chosen": [box.attribute("value") or "" for box in boxes]})
    return find(cora, path, world.route, check.page, note=REASON)


@stands("/admin/mail/test")
def test_mail(world: World) -> Found:
    settings = Settings(demo=True, smtp_url=SecretStr("smtp://mail.example.edu"))
    world.session.commit()
    app = create_app(settings, database=world.app.state.database, clock=lambda: NOW)
    return world.at(Browser(app).sign_in("abe"), "/admin")


@stands("/admin/institutions/import/apply")
def checked_institutions(world: World) -> Found:
    abe = world.sign_in("abe")
    path = f"{PLACES}/import"
    form = abe.page(path).form("Check this table")
    page = abe.post(path, data=form.data(table=TABLE)).page
    return find(abe, path, world.route, page)


@stands("/admin/institutions/{institution}/return")
def institution_that_left(world: World) -> Found:
    path = f"{PLACES}/{world.of('installation', 'institution')}"
    world.sign_in("abe").post(f"{path}/leaving", data={"reason": REASON})
    return world.at("abe", path, reason=REASON)


@stands("/admin/institutions/{institution}/merge")
def merged_institutions(world: World) -> Found:
    into = world.cast.person("ben").institution_id
    path = f"{PLACES}/{world.of('installation', 'institution')}/merge?into={into}"
    return world.at("abe", path, reason=REASON)


@stands("/admin/credit-systems/{credit_system}/return")
def retired_system(world: World) -> Found:
    path = "/admin/credit-systems/ancc"
    world.sign_in("abe").post(f"{path}/retirement", data={"reason": REASON})
    return world.at("abe", path, reason=REASON)


@stands("/manage/providers/{provider}/merge")
def merged_providers(world: World) -> Found:
    into = provider_called(world.session, ELSEWHERE)
    assert into is not None
    path = f"/manage/providers/{world.of('installation', 'provider')}/merge?into={into.id}"
    return world.at("abe", path, reason=REASON, sure="yes")


@stands("/admin/roles/new")
def new_role(world: World) -> Found:
    path = "/admin/roles/new?role=facilitator"
    found = world.at("cora", path, person="nan@example.org")
    overs = {text: value for value, text in found.form.choices("over").items()}
    over = overs["Mentor Development Program"]
    return replace(found, filled={**found.filled, "over": over})


@stands("/manage/outbox/{mail}/again")
@stands("/manage/outbox/{mail}/leaving")
def failed_letter(world: World) -> Found:
    return world.at("cora", f"/manage/outbox/{world.of('fall-2026', 'mail')}")


@stands("/manage/people/{person}/addresses/{address}/mended")
def address_in_trouble(world: World) -> Found:
    found = Trouble.BOUNCED
    note_trouble(world.session, ADA, found, code="5.1.1", message_id=None, now=NOW)
    return world.at("cora", f"/manage/people/{world.cast.id('ada')}/addresses")


@stands("/manage/people/{person}/addresses/{address}/primary")
@stands("/manage/people/{person}/addresses/{address}/removal")
def address_of_somebody(world: World) -> Found:
    second_address(world.session, world.cast, "ada")
    return world.at("cora", f"/manage/people/{world.cast.id('ada')}/addresses")


@stands("/manage/people/{person}/merge/{other}")
def two_records(world: World) -> Found:
    ada, ben = world.cast.id("ada"), world.cast.id("ben")
    return world.at("cora", f"/manage/people/{ada}/merge/{ben}", sure="yes")


@stands("/manage/outcomes/report/{program}")
def report_to_leaders(world: World) -> Found:
    fill(world.session, world.cast.spring, 12, now=NOW)
    costs = {"staff_people": "3", "staff_percent": "10", "staff_salary": "70,000", "months": "12"}
    table = "rank; Professor; 300"
    return world.at("cora", "/manage/outcomes/report/mentor-development", faculty=table, **costs)


@stands("/manage/jobs/{job}/retry")
def job_with_failures(world: World) -> Found:
    job = Job(
        kind="certificates.issue",
        title="Issuing 1 certificate",
        scope_id=world.cast.spring.id,
        back_path="/manage/cohorts/spring-2026/certificates",
        started_at=NOW - timedelta(seconds=5),
    )
    world.session.add(job)
    world.session.flush()
    ben, cora = world.cast.enrollment("ben").id, world.cast.id("cora")
    ordered = Order(ben, (CertificateKind.COMPLETION,), cora).payload
    task = queue.enqueue(
        world.session, "certificate.issue", key="1", payload=ordered, label="Ben", now=NOW, job=job
    )
    queue.fail(world.session, task, "A letter cannot be printed.", now=NOW, final=True)
    return world.at("cora", f"/manage/jobs/{job.id}")


# ---------------------------------------------------------------------------- teaching


@stands("/teach/{cohort}/sessions/{position}/attendance")
def attendance(world: World) -> Found:
    return world.at("fay", ATTENDANCE, **{f"mark-{world.cast.enrollment('nan').id}": "present"})


@stands("/teach/{cohort}/sessions/{position}/attendance/undo")
def saved_attendance(world: World) -> Found:
    fay = world.sign_in("fay")
    marks = {f"mark-{world.cast.enrollment('nan').id}": "present"}
    form = fay.page(ATTENDANCE).form(action=ATTENDANCE)
    saved = fay.post(ATTENDANCE, data=form.fields | marks)
    return world.at(fay, saved.headers["location"])


ROOM = "/teach/fall-2026/sessions/1"

at("/teach/{cohort}/sessions/{position}/note", "fay", ROOM, text="It went well, and then some.")
at("/teach/{cohort}/sessions/{position}/groups", "fay", f"{ROOM}/groups", size="4", seed="7")


@stands("/teach/{cohort}/sessions/{position}/stars")
def shared_reflection(world: World) -> Found:
    unit, learner = world.cast.unit("fall-2026", 1), world.cast.learner("ada")
    save_reflection(world.session, learner, unit, text="I thought.", shared=True, now=NOW)
    return world.at("fay", ROOM)


@stands("/teach/{cohort}/sessions/{position}/groups/move")
def made_groups(world: World) -> Found:
    fay = world.sign_in("fay")
    fay.post(f"{ROOM}/groups", data={"size": "2"})
    newcomer = add_enrollment(world.session, world.cast.person("ben"), world.cast.fall, at=NOW)
    world.session.commit()
    return world.at(fay, f"{ROOM}/groups", person=str(newcomer.id), number="1")


@stands("/teach/{cohort}/reports/{report}")
def reported_post(world: World) -> Found:
    filled = {"outcome": "left", "note": "It is put with care."}
    return world.at("fay", "/teach/fall-2026/reports", **filled)


@stands("/teach/{cohort}/correction")
def looked_at_correction(world: World) -> Found:
    """Its check page, which sends it again with a reason."""
    fay, path = world.sign_in("fay"), "/teach/fall-2026/correction"
    place = str(world.cast.enrollment("nan").id)
    check = fay.post(path, data={"person": place, "mark-1": "late"})
    return find(fay, path, world.route, check.page, reason=REASON)


MEETING = "Name,Email,Minutes\nAda Alvarez,ada@example.org,55\nN. Nakai,,50\n"


@stands("/teach/{cohort}/sessions/{position}/attendance/import")
def meeting_file(world: World) -> Found:
    return world.at("fay", f"{ATTENDANCE}/import", file=MEETING.encode())


@stands("/teach/{cohort}/sessions/{position}/attendance/import/apply")
def checked_meeting(world: World) -> Found:
    return world.at(meeting_sent(world), f"{ATTENDANCE}/import")


@stands("/teach/{cohort}/sessions/{position}/attendance/import/zone")
def zone_of_meeting(world: World) -> Found:
    return world.at(meeting_sent(world), f"{ATTENDANCE}/import", zone="America/Denver")


@stands("/teach/{cohort}/sessions/{position}/attendance/import/discard")
def meeting_thrown_away(world: World) -> Found:
    return world.at(meeting_sent(world), f"{ATTENDANCE}/import")


@stands("/teach/{cohort}/sessions/{position}/attendance/import/columns")
def columns_of_meeting(world: World) -> Found:
    fay, path = world.sign_in("fay"), f"{ATTENDANCE}/import"
    fay.post(path, files={"file": ("meeting.csv", b"Who;Mins\nAda Alvarez;50\n")})
    return find(
        fay, path, world.route, fay.page(path), **{"column-0": "name", "column-1": "minutes"}
    )


def meeting_sent(world: World) -> Browser:
    """Fay, who sent a file that waits."""
    fay = world.sign_in("fay")
    fay.post(f"{ATTENDANCE}/import", files={"file": ("meeting.csv", MEETING.encode())})
    return fay


# ---------------------------------------------------------------------------- content


@stands("/manage/content/import")
def pack(world: World) -> Found:
    cora = world.sign_in("cora")
    return world.at(cora, f"{HOME}/import", file=zipped(exported(cora)))


@stands("/manage/content/import/{upload}")
@stands("/manage/content/import/{upload}/discard")
def sent_pack(world: World) -> Found:
    cora = world.sign_in("cora")
    files = edited(exported(cora), FIRST_MODULE, "Text", "Words")
    return world.at(cora, send(cora, zipped(files)).headers["location"])


@stands("/manage/content/{program}/releases/{release}/restore")
def older_release(world: World) -> Found:
    cora = world.sign_in("cora")
    files = edited(exported(cora), FIRST_MODULE, "Text", "Words")
    assert import_files(cora, files, after=1).status_code == 303
    return world.at(cora, f"{PACK}/releases/1")
