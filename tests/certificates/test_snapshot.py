import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.certificates.snapshot import SCHEMA_VERSION, from_json, sha256_of, to_json
from app.certificates.specimens import CODE, OF_KIND
from tests.certificates.samples import snapshot

STORED = sorted((Path(__file__).parent / "snapshots").glob("*.json"))
KINDS = sorted(OF_KIND)


@pytest.mark.parametrize("kind", KINDS)
def test_snapshot_reads_back_the_same(kind: str) -> None:
    assert from_json(to_json(snapshot(kind))) == snapshot(kind)


def test_canonical_json_is_sorted_compact_and_readable() -> None:
    text = to_json(snapshot(person_name="Kaʻahumanu Đặng"))
    assert "Kaʻahumanu Đặng" in text
    compact = json.dumps(
        json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    assert text == compact


def test_hash_does_not_depend_on_how_letters_are_composed() -> None:
    composed, decomposed = snapshot(person_name="Ngô"), snapshot(person_name="Ngo\u0302")
    assert sha256_of(to_json(composed)) == sha256_of(to_json(decomposed))


@given(name=st.text(min_size=1, max_size=60), degrees=st.text(max_size=20))
def test_whatever_is_accepted_reads_back(name: str, degrees: str) -> None:
    try:
        made = snapshot(person_name=name, degrees=degrees)
    except ValidationError:
        return
    assert from_json(to_json(made)) == made
    assert "\n" not in made.full_name


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_stored_snapshot_of_every_version_still_loads(path: Path) -> None:
    text = path.read_text(encoding="utf-8").strip()
    loaded = from_json(text)
    assert loaded.schema_version == SCHEMA_VERSION
    assert loaded.person_name == json.loads(text)["person_name"]
    if json.loads(text)["schema_version"] == SCHEMA_VERSION:
        assert to_json(loaded) == text


def test_there_is_a_stored_snapshot_of_every_version_and_kind() -> None:
    held = {(json.loads(p.read_text())["schema_version"], p.stem.split("-")[1]) for p in STORED}
    since = {"teaching": 3}
    versions = range(1, SCHEMA_VERSION + 1)
    assert held == {(v, kind) for kind in KINDS for v in versions if v >= since.get(kind, 1)}


@pytest.mark.parametrize("version", [0, SCHEMA_VERSION + 1, "1", None])
def test_unknown_version_is_refused(version: object) -> None:
    data = json.loads(to_json(snapshot())) | {"schema_version": version}
    with pytest.raises(ValueError, match="cannot read snapshot version"):
        from_json(json.dumps(data))


def test_what_was_stored_before_there_were_pictures_shows_none() -> None:
    (path,) = (own for own in STORED if own.stem == "v1-completion")
    before = json.loads(path.read_text(encoding="utf-8"))
    loaded = from_json(json.dumps(before))
    assert json.loads(to_json(loaded)) == before | {
        "schema_version": SCHEMA_VERSION,
        "sessions_led": [],
        "signatures": [],
        "logos": [],
        "credit_system": None,
        "heading": None,
        "award_text": None,
        "notes": [],
    }
    assert loaded.pictures == frozenset()
    assert loaded.signed == tuple((person, None) for person in loaded.signatories)


def test_signatures_belong_to_who_signs() -> None:
    shown = {"sha256": "0" * 64, "alt": "Signature"}
    made = snapshot(signatures=(None, shown))
    assert [own and own.alt for _person, own in made.signed] == [None, "Signature"]
    with pytest.raises(ValidationError, match="other signatures than signatories"):
        snapshot(signatures=(shown,))
    with pytest.raises(ValidationError, match="at most 4"):
        snapshot(logos=(shown,) * 5)


def test_unknown_field_is_refused() -> None:
    data = json.loads(to_json(snapshot())) | {"email": "dana@example.org"}
    with pytest.raises(ValidationError, match="email"):
        from_json(json.dumps(data))


def test_snapshot_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        snapshot().person_name = "Somebody Else"  # type: ignore[misc]


@pytest.mark.parametrize("name", ["", "  ", "Dana\u202eOkafor", "Dana\x00", "Dana\u200bOkafor"])
def test_name_that_cannot_be_printed_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="person_name"):
        snapshot(person_name=name)


@pytest.mark.parametrize(
    ("kind", "changes", "reason"),
    [
        ("completion", {"claimed_quarters": 4}, "says nothing about credit"),
        ("completion", {"accreditation_statement": "…"}, "says nothing about credit"),
        ("participation", {"claimed_quarters": 4}, "carries no claim"),
        ("participation", {"designation_statement": "…"}, "carries no claim"),
        ("participation", {"hours_text": None}, "states the hours"),
        ("cme_credit", {"claimed_quarters": None}, "needs the claimed"),
        ("cme_credit", {"claim_statement": None}, "needs the claimed"),
        ("cme_credit", {"accreditation_statement": None}, "needs the claimed"),
        ("cme_credit", {"claimed_quarters": 49}, "More credit is claimed than designated"),
        ("cme_credit", {"claimed_quarters": 0}, "greater than or equal to 1"),
        ("cme_credit", {"claimed_quarters": 11.5}, "valid integer"),
        ("cme_credit", {"number": "WP-7K3M-9QFX-2"}, "the form of those that are given here"),
        ("cme_credit", {"code": CODE.lower()}, "the form of those that are given here"),
        ("cme_credit", {"verify_url": "https://waypost.example/verify/"}, "does not end with"),
        ("cme_credit", {"verify_url": f"javascript:/{CODE}"}, "pattern"),
        ("cme_credit", {"signatories": ()}, "at least 1"),
        ("cme_credit", {"template_hash": "new"}, "pattern"),
    ],
)
def test_facts_that_contradict_the_kind_are_refused(
    kind: str, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ValidationError, match=reason):
        snapshot(kind, **changes)


def test_more_attested_than_offered_is_refused() -> None:
    facts = snapshot().participation.model_dump() | {"modules_attested": 9}
    with pytest.raises(ValidationError, match="more modules attested than offered"):
        snapshot(participation=facts)
