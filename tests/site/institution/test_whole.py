"""What a lead is told of a whole cohort, on pages and in files."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

from sqlalchemy.orm import Session

from app.credit.tallies.actions import take_snapshots
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.site.institution.whole import OTHER, OWN, PAGE, REPORT, add_people, count, said


def test_everybody_is_counted_together_and_in_fives(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    add_people(session, cast, OWN, 7, slug="spring-2026", complete=2)
    add_people(session, cast, OTHER, 21, slug="spring-2026", complete=8)  # and Ben, who completed
    count(session)
    lee = sign_in("lee")
    page = lee.page(PAGE).text
    assert said(page) == {"people": (25, "Wed, Nov 18"), "complete": (10, "Wed, Nov 18")}
    assert said(lee.page(REPORT).text) == said(page)
    assert "in steps of 5" in page


def test_files_hold_own_people_and_no_number_of_others(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    add_people(session, cast, OWN, 2, slug="spring-2026", complete=1)
    add_people(session, cast, OTHER, 16, slug="spring-2026", complete=8)
    count(session)
    lee = sign_in("lee")
    for path in (PAGE, REPORT):
        rows = lee.get(f"{path}&format=csv").text.splitlines()
        assert [row[:4] for row in rows[1:]] == ["Own1", "Own2"]
        with ZipFile(BytesIO(lee.get(f"{path}&format=xlsx").content)) as file:
            sheets = [name for name in file.namelist() if "worksheets/sheet" in name]
            assert len(sheets) == 1
            assert file.read(sheets[0]).count(b"<row ") == 3, "a header, and own people"


def test_few_more_elsewhere_are_told_only_with_others(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    add_people(session, cast, OWN, 1, slug="spring-2026")
    add_people(session, cast, OTHER, 12, slug="spring-2026")
    count(session)
    lee = sign_in("lee")
    before = said(lee.page(PAGE).text)
    cast.withdraw("ben")
    take_snapshots(session, now=NOW + timedelta(days=1))
    session.commit()
    assert said(lee.page(PAGE).text) == before == {"people": (10, "Wed, Nov 18")}
