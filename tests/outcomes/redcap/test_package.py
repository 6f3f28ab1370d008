"""The whole zip: the same bytes after a way out, in and out again."""

import io
import random
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import RefusedError
from app.language.languages import ACCENTED, writing_in
from app.outcomes.redcap import archive
from app.outcomes.redcap.archive import zipped
from app.outcomes.redcap.cells import MISSING
from app.outcomes.redcap.design import FIRST_FORM, Wave
from app.outcomes.redcap.misfits import MisfitsError
from app.outcomes.redcap.package import (
    EVENTS,
    RECORDS,
    UNSCHEDULED,
    Given,
    Package,
    Plan,
    package_file,
    package_of,
    read_package,
)
from app.outcomes.redcap.records import Record
from app.surveys.enums import IdentityMode
from tests.outcomes.redcap import samples, strict
from tests.outcomes.redcap.projects import BASE, FORM, with_several

ORDER = [
    *("README.txt", "codebook.csv", "1-data-dictionary.csv", "2-arms.csv", "3-events.csv"),
    *("3-events-without-scheduling.csv", "4-mappings.csv"),
]


def is_the_same_again(package: Package) -> dict[str, bytes]:
    """Out, in and out again; what the strict reader takes."""
    content = package_file(package)
    read = read_package(content)
    assert read == package
    assert package_file(read) == content
    return samples.files_of(content)


def test_all_shipped_instruments_make_a_project() -> None:
    own = samples.shipped()
    plan = samples.plan(own, arms=("Combined", "Asynchronous only"))
    files = is_the_same_again(package_of(plan))
    assert list(files) == ORDER
    project = strict.project(files, {MISSING})
    assert len(project.asked) == 4
    assert {field.form for field in project.fields} == set(plan.waves[0].forms)


@st.composite
def given_records(draw: st.DrawFn) -> Package:
    instruments = draw(samples.instruments())
    plan = samples.plan(instruments, arms=draw(st.sampled_from([("All",), ("=A", 'B "2"')])))
    records = draw(samples.records(package_of(plan).project))
    mode = draw(st.sampled_from([IdentityMode.IDENTIFIED, *IdentityMode]))
    pseudonyms = {record.record_id: f"S-{record.record_id}"[:26].strip() for record in records}
    given_ = Given(records, mode, pseudonyms=pseudonyms, chance=random.Random(draw(st.integers())))
    return package_of(plan, given_)


@given(given_records())
@settings(max_examples=30)
def test_records_go_along(package: Package) -> None:
    package = replace(package, records=tuple(sorted(package.records or (), key=_place)))
    content = package_file(package)
    read = read_package(content)
    assert package_file(read) == content
    assert sorted(read.records or (), key=_place) == list(package.records or ())
    files = samples.files_of(content)
    strict.records(files[RECORDS], strict.project(files, {MISSING}))


def _place(record: Record) -> tuple[str, str, str, int]:
    return record.record_id, record.event, record.form, record.instance or 0


def test_the_zip_is_the_same_on_every_day() -> None:
    content = package_file(package_of(samples.plan([samples.instrument()])))
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        infos = opened.infolist()
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {
        (info.create_system, info.external_attr >> 16, info.compress_type) for info in infos
    } == {(3, 0o100644, zipfile.ZIP_STORED)}


def test_the_first_form_is_asked_first() -> None:
    plan = samples.plan([samples.instrument(), samples.instrument(key="twin")])
    waves = (Wave("Baseline", 0, 28, 0, ("twin",)), plan.waves[1])
    with pytest.raises(RefusedError) as refused:
        package_of(replace(plan, waves=waves))
    assert refused.value.reason == FIRST_FORM(form=FORM, title="Baseline")


def readme(plan: Plan, given_: Given | None = None) -> str:
    return package_of(plan, given_).readme.decode()


def test_the_text_says_the_steps_in_redcaps_order() -> None:
    text = readme(samples.plan([samples.instrument()]))
    files = ["longitudinal data", "1-data-dictionary.csv", "2-arms.csv", "3-events.csv"]
    files += ["4-mappings.csv"]
    assert [text.index(name) for name in files] == sorted(text.index(name) for name in files)
    assert "answers come back" not in text, "nothing went out"
    assert text.startswith("A study\n\n")
    assert text.endswith("\n- first_survey: First survey\n")
    for words in ("5-records.csv", MISSING, "repeating", "may not be passed on"):
        assert words not in text
    assert max(map(len, text.splitlines())) <= 100


def test_the_text_says_what_this_project_needs() -> None:
    licensed = samples.instrument(key="licensed", redistribution="no")
    plan = samples.plan([with_several(), licensed], repeated={FORM}, arms=("A", "B"))
    people = Given([Record("7", BASE, FORM)], IdentityMode.LINKED, chance=random.Random(1))
    text = " ".join(readme(plan, people).split())
    assert "“NAP, Does not apply”" in text
    assert "turn on repeating, at every event that asks them, for first_survey." in text
    assert "The wording of licensed may not be passed on" in text
    assert "Records: upload 5-records.csv" in text
    assert "there are no times, no institutions and no order" in text


def test_events_are_there_for_both_kinds_of_projects() -> None:
    """REDCap takes no column of a schedule where scheduling is off."""
    files = samples.files_of(package_file(package_of(samples.plan([samples.instrument()]))))
    plain, scheduled = (strict.cells(files[name]) for name in (UNSCHEDULED, EVENTS))
    of_schedule = {scheduled[0].index(n) for n in ("day_offset", "offset_min", "offset_max")}
    assert plain == [
        [cell for at, cell in enumerate(row) if at not in of_schedule] for row in scheduled
    ]


@pytest.mark.parametrize("mode", list(IdentityMode))
def test_the_text_says_how_answers_come_back(mode: IdentityMode) -> None:
    given_ = Given(
        [Record("7", BASE, FORM)], mode, pseudonyms={"7": "AB12"}, chance=random.Random(1)
    )
    text = " ".join(readme(samples.plan([samples.instrument()]), given_).split())
    told = text.index("1. In REDCap:") if not mode.is_anonymous else -1
    steps = ("raw data", "hashed record ID", "Check a file", "complete (2)", "never changed")
    places = [text.find(words, told) for words in (*steps, "To take it back")]
    if mode.is_anonymous:
        assert "the answers of this study are anonymous" in text
        assert "To take it back" not in text
    else:
        assert -1 not in places
        assert places == sorted(places)


def test_the_text_is_in_the_language_that_is_written_in() -> None:
    with writing_in(ACCENTED):
        text = readme(samples.plan([with_several()]))
    assert text.startswith("A study\n\n[Ƒîļéš ƒöŕ")
    assert "\n\n1. [" in text


def test_the_codebook_names_the_fields_of_redcap() -> None:
    twin = samples.instrument(key="twin")
    codebook = package_of(samples.plan([with_several(), twin])).codebook
    rows = {(row[0], row[1]): row for row in strict.cells(codebook)}
    assert rows["twin", "calm_2"][3] == "I am calm."
    assert rows["first-survey", "since"][6] == "NAP = Never | empty = not answered"
    assert not any(row[4] == "score" for row in rows.values())


def broken(name: str, content: bytes | None) -> bytes:
    files = samples.files_of(package_file(package_of(samples.plan([samples.instrument()]))))
    changed = files | ({name: content} if content is not None else {})
    return zipped({key: held for key, held in changed.items() if content or key != name})


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK", archive.NO_ZIP),
        (broken("virus.exe", b"x"), archive.OTHER_FILES(name="virus.exe")),
        (broken(EVENTS, None), archive.LOST_FILES(names=(EVENTS,))),
        (broken(RECORDS, b"x" * (archive.LARGEST + 1)), archive.TOO_LARGE),
    ],
    ids=["no zip", "another file", "a file less", "too large"],
)
def test_another_zip_is_refused(content: bytes, why: object) -> None:
    with pytest.raises(RefusedError) as refused:
        read_package(content)
    assert refused.value.reason == why


def test_a_file_that_does_not_fit_is_named() -> None:
    with pytest.raises(MisfitsError) as refused:
        read_package(broken(RECORDS, b'"record_id"\n"7"\n'))
    assert refused.value.file == RECORDS
    assert [misfit.column for misfit in refused.value.misfits] == ["redcap_event_name"]
