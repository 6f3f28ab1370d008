"""Whose a name is, or was."""

from dataclasses import replace

from sqlalchemy.orm import Session

from app.credit.proposals.actions import propose
from app.credit.providers.queries import ids_by_name, provider_meant
from app.people.providers.actions import add_provider, change_provider, facts_of
from app.people.providers.rules import ProviderFacts
from tests.cast import NOW, PROVIDER, Cast
from tests.credit.approving import approval

NAME = "Desert Office of Education"


def rename(session: Session, cast: Cast, name: str) -> None:
    before = facts_of(cast.provider)
    facts = ProviderFacts(name, before.zone, before.accreditor_number)
    change_provider(session, cast.provider, facts, by=cast.id("opal"), now=NOW)


def test_name_that_something_was_approved_under_stays_its_provider_s(
    session: Session, cast: Cast
) -> None:
    provider = cast.provider
    rename(session, cast, NAME)
    for name in (PROVIDER, PROVIDER.upper(), NAME):
        assert provider_meant(session, name) is provider
    assert provider_meant(session, "Nobody’s Office") is None


def test_so_does_a_name_that_something_was_asked_for_under(session: Session, cast: Cast) -> None:
    provider = cast.provider
    between = replace(approval(session), provider="Name In Between")
    by = cast.id("cora")
    propose(session, cast.fall, provider, between, officers=(), templates="", by=by, now=NOW)
    rename(session, cast, NAME)
    assert provider_meant(session, "name in between") is provider


def test_who_is_called_so_now_comes_first(session: Session, cast: Cast) -> None:
    rename(session, cast, NAME)
    facts = ProviderFacts(PROVIDER, "America/Denver", "")
    other = add_provider(session, facts, by=cast.id("abe"), now=NOW)
    assert provider_meant(session, PROVIDER) is other
    assert ids_by_name(session)[PROVIDER.casefold()] == other.id


def test_of_a_merged_one_it_is_its_target(session: Session, cast: Cast) -> None:
    provider = cast.provider
    facts = ProviderFacts("Twin Office", "America/Denver", "")
    twin = add_provider(session, facts, by=cast.id("abe"), now=NOW)
    twin.merged_into_id = provider.id
    session.flush()
    assert provider_meant(session, "Twin Office") is provider
    assert ids_by_name(session)["twin office"] == provider.id
