"""The credit of a draft whose provider was renamed since it was approved."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.credit.proposals.queries import asked_last
from app.people.providers.actions import change_provider
from app.people.providers.models import Provider
from app.people.providers.rules import ProviderFacts
from tests.cast import NOW, PROVIDER, Cast
from tests.client import Browser, SignIn
from tests.site.manage.cohorts.setup.credit.accredited import accredit
from tests.site.manage.cohorts.setup.drafting import SETUP, enter_credit

NEW = "Desert Office of Education"


def renamed(session: Session, cast: Cast) -> Provider:
    provider = cast.provider
    facts = ProviderFacts(NEW, "America/Denver", "")
    change_provider(session, provider, facts, by=cast.id("opal"), now=NOW)
    session.commit()
    return provider


def test_its_officers_are_asked_all_the_same(sign_in: SignIn, session: Session, cast: Cast) -> None:
    provider = renamed(session, cast)
    cora = sign_in("cora")
    cora.post("/manage/cohorts/new", data={"start": "cohort:fall-2026"})
    form = cora.page(f"{SETUP}/credit").form("Ask for approval")
    assert form.fields["provider"] == PROVIDER
    sent = cora.post(f"{SETUP}/credit", data=form.data(requires_completion="no"))
    assert sent.status_code == 303
    asked = asked_last(session, cast.cohort("spring-2027").id)
    assert asked is not None
    assert asked.provider.id == provider.id


def test_nor_is_there_a_second_one_where_it_has_none(
    cora: Browser, session: Session, cast: Cast
) -> None:
    chosen = accredit(session, cast, until=None)
    renamed(session, cast)
    before = session.scalar(select(func.count()).select_from(Provider))
    assert enter_credit(cora, accreditation=chosen).status_code == 303
    assert session.scalar(select(func.count()).select_from(Provider)) == before
