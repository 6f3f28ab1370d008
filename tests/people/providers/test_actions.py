from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.core.errors import ConflictError
from app.people.providers.actions import add_provider, provider_for
from app.people.providers.queries import provider_called, providers
from app.people.providers.rules import KNOWN
from tests.cast import ELSEWHERE, NOW, PROVIDER, Cast

ZONE = "America/Denver"


def test_name_that_is_known_adds_nobody(session: Session, cast: Cast) -> None:
    here = cast.provider
    for name in (PROVIDER, PROVIDER.upper(), f" {PROVIDER.replace(' ', '  ')}"):
        assert provider_for(session, name, zone="UTC", by=None, now=NOW) is here
    assert [provider.name for provider in providers(session)] == [ELSEWHERE, PROVIDER]


def test_new_one_is_named_without_odd_spaces(session: Session, cast: Cast) -> None:
    added = add_provider(session, "  Third   Office ", zone=ZONE, by=cast.id("abe"), now=NOW)
    assert (added.name, added.zone, added.added_at) == ("Third Office", ZONE, NOW)
    assert provider_called(session, "third office") is added


def test_same_name_is_there_once(session: Session, cast: Cast) -> None:
    with pytest.raises(ConflictError) as refused, session.begin_nested():
        add_provider(session, PROVIDER, zone=ZONE, by=None, now=NOW)
    assert refused.value.reason == KNOWN


def test_name_of_a_merged_one_leads_to_the_other(session: Session, cast: Cast) -> None:
    before = NOW - timedelta(days=1)
    spelled = add_provider(session, "Exampel Office", zone=ZONE, by=None, now=before)
    spelled.merged_into_id = cast.provider.id
    session.flush()
    assert provider_called(session, "Exampel Office") is cast.provider
    assert spelled not in providers(session)
