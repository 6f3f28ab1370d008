import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.background import order_booklets
from app.cohorts.queries import module_ids_in_use
from app.content.booklets import booklet, queries, rules
from app.content.booklets import tasks as prints
from app.content.booklets.body import split
from app.content.booklets.booklet import (
    FEW_NOTES,
    BookletFigure,
    BookletOrder,
    BookletPage,
    html_of,
    template_hash,
)
from app.content.booklets.printer import BookletPrinter
from app.content.booklets.queries import PRINT, UnprintedModule, print_of
from app.content.booklets.tasks import BookletPool, BookletPrinting
from app.content.enums import Origin
from app.content.models import ContentPrint, ContentRelease, ContentVersion
from app.content.releases.queries import current_module_ids
from app.core import queue
from app.core.db import Database
from app.core.models import Task
from app.core.worker import Worker
from app.packs.files import find_packs
from app.packs.pack import read_pack
from app.packs.schema import ModuleData
from app.printing.errors import RenderError
from app.printing.pool import PrintingPool
from app.settings import PROJECT_ROOT
from tests.cast import NOW, Cast
from tests.certificates.samples import run
from tests.client import Browser, SignIn
from tests.course import UNITS
from tests.packs.samples import FIRST, GOOD, MODULES, SVG, write

BODY = """\
## Where we begin

A claim.[^1][^2] See [the start](#where-we-begin) or [a page](https://example.org/page).

![Two people and a door](figures/door.svg "The way in")

| Level | Who can change it |
|---|---|
| Relationship | The two of you |

::: evidence How far this goes
It was one survey.
:::

::: tool A compact
The mentee writes.

| We agree on | Our words |
|---|---|
| Purpose | |
| Time | |
| Ending | |
:::

The text goes on.

[^1]: Doe J. J Test 2020. doi:10.1234/one
[^2]: Roe R. J Test 2021.
"""
MODULE = FIRST[: FIRST.index("## Where we begin")] + BODY


def order_of(folder: Path, text: str = MODULE, language: str = "en") -> BookletOrder:
    """What goes to the printer for a module with this text."""
    files = GOOD | {f"{MODULES}/01-first-step.md": text, f"{MODULES}/figures/door.svg": SVG}
    (found,) = find_packs(write(folder, files))
    reading = read_pack(found)
    assert reading.pack is not None, [str(problem) for problem in reading.problems]
    (module,) = [
        document for document in reading.pack.documents if document.name == ("module", "first-step")
    ]
    pictures = {figure.hash: figure for figure in reading.pack.figures}
    return BookletOrder(
        program="Small Program",
        language=language,
        hash=module.hash,
        loaded_on=date(2026, 11, 22),
        data=ModuleData.model_validate(module.data),
        html=module.html,
        figures={
            name: BookletFigure(pictures[hash_].media_type, pictures[hash_].content)
            for name, hash_ in module.figures.items()
        },
    )


@pytest.fixture(scope="module")
def pool() -> Iterator[BookletPool]:
    with PrintingPool(BookletPrinter, workers=1) as pool:
        yield pool


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> BookletOrder:
    return order_of(tmp_path_factory.mktemp("pack"))


@pytest.fixture(scope="module")
def printed(
    pool: BookletPool, order: BookletOrder, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("printed") / "reader.pdf"
    path.write_bytes(pool.produce(order).pdf)
    return path


def pages_of(path: Path) -> list[str]:
    """The words of each page."""
    return [" ".join(page.split()) for page in run("pdftotext", path, "-").split("\f")[:-1]]


def page_with(path: Path, words: str) -> int:
    (found,) = [n for n, page in enumerate(pages_of(path)) if words in page]
    return found


# ------------------------------------------------------------------------------- on paper


def test_reader_is_a_tagged_letter_with_title_and_date(printed: Path) -> None:
    info = dict(re.findall(r"^([\w ]+): +(.*)$", run("pdfinfo", "-isodates", printed), re.M))
    assert info["Title"] == "The first step: begin"
    assert info["Tagged"] == "yes"
    assert info["Page size"] == "612 x 792 pts (letter)"
    assert info["CreationDate"].startswith("2026-11-22")
    assert PdfReader(printed).trailer["/Root"]["/Lang"] == "en-US"  # type: ignore[index]
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", printed)


def test_reader_says_everything_the_module_says(printed: Path, order: BookletOrder) -> None:
    words = " ".join(pages_of(printed))
    module = order.data
    assert module.check is not None
    wanted = [
        "Small Program · Module",
        module.title,
        "45 minutes: text 10, required reading 20, reflection 10, knowledge check 5",
        *(objective.text for objective in module.objectives),
        *(f"https://doi.org/{reading.doi}" for reading in module.readings),
        *(reading.why for reading in module.readings),
        "Required · 20 min · Journal article",
        "Optional · 15 min · Commentary",
        module.reflection.prompt,
        module.session_question,
        *(question.text for question in module.check.questions),
        *(option.text for option in module.check.questions[0].options),
        *(option.feedback for option in module.check.questions[0].options),
        "It was one survey.",
        "Doe J. J Test 2020. doi:10.1234/one",
        "a page <https://example.org/page>",
    ]
    assert [text for text in wanted if text not in words] == []


def test_every_page_says_which_text_it_is(printed: Path, order: BookletOrder) -> None:
    pages = pages_of(printed)
    assert len(pages) >= 5
    for number, page in enumerate(pages, start=1):
        assert "Small Program · First step" in page
        assert f"Page {number} of {len(pages)}" in page
        assert f"Text {order.hash[:8]}, loaded November 22, 2026" in page


def test_answers_come_on_a_later_page_than_all_questions(printed: Path) -> None:
    questions = page_with(printed, "And at last?")
    assert page_with(printed, "Which one?") == questions
    assert page_with(printed, "Answer: A") > questions
    assert "Not that." not in " ".join(pages_of(printed)[: questions + 1])


def test_tool_has_a_page_of_its_own_with_room_to_write(printed: Path) -> None:
    page = page_with(printed, "The mentee writes.")
    words = pages_of(printed)[page]
    assert all(label in words for label in ("A compact", "Purpose", "Time", "Ending"))
    assert "The text goes on." not in words
    assert f"Tool: A compact, page {page + 1}" in " ".join(pages_of(printed))
    boxes = run("pdftotext", "-bbox", "-f", str(page + 1), "-l", str(page + 1), printed, "-")
    labels = r'yMin="([\d.]+)"[^>]*>(?:Purpose|Time|Ending)<'
    tops = [float(top) for top in re.findall(labels, boxes)]
    assert len(tops) == 3
    assert all(below - above >= 36 for above, below in pairwise(tops))


def test_every_font_is_embedded(printed: Path) -> None:
    rows = [line.split() for line in run("pdffonts", printed).splitlines()[2:]]
    assert len(rows) >= 4
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)
    assert all(re.match(r"[A-Z]{6}\+(Source-Serif-4|Inter)", row[0]) for row in rows)


def test_figure_is_drawn_and_described(printed: Path) -> None:
    tags = list(_tags(PdfReader(printed).trailer["/Root"]["/StructTreeRoot"]))  # type: ignore[index]
    assert [tag["/Alt"] for tag in tags if tag["/S"] == "/Figure"] == ["Two people and a door"]
    assert [str(tag["/S"]) for tag in tags].count("/H1") == 1
    assert "The way in" in pages_of(printed)[0]


def _tags(node: Any) -> Iterator[Any]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        child = kid.get_object()
        if isinstance(child, dict) and "/S" in child:
            yield child
            yield from _tags(child)


def test_frame_is_in_the_language_of_the_program(pool: BookletPool, tmp_path: Path) -> None:
    path = tmp_path / "reader.pdf"
    path.write_bytes(pool.produce(order_of(tmp_path, language="en-XA")).pdf)
    pages = pages_of(path)
    words = " ".join(pages)
    ours = ("Page", "Tool", "Readings", "Required", "Reflect", "Answers", "Notes", "minutes")
    assert [plain for plain in ours if plain in words] == []
    for number, page in enumerate(pages, start=1):
        assert f"[Þåĝé {number} öƒ {len(pages)} öñé]" in page
    tool = page_with(path, "The mentee writes.")
    assert f"[Ţööļ: A compact, þåĝé {tool + 1}" in words
    assert "A claim." in words


@pytest.mark.parametrize(("language", "lang"), [("es", "es-US"), ("pt", "pt")])
def test_booklet_says_what_it_is_written_in(tmp_path: Path, language: str, lang: str) -> None:
    printed = order_of(tmp_path, language=language)
    assert f'<html lang="{lang}" dir="ltr">' in html_of(BookletPage(printed, split(printed.html)))


def test_two_processes_print_the_same_bytes(printed: Path, order: BookletOrder) -> None:
    with PrintingPool(BookletPrinter, workers=1) as another:
        assert another.produce(order).pdf == printed.read_bytes()


@pytest.mark.parametrize(("count", "behind"), [(FEW_NOTES, "Readings"), (FEW_NOTES + 1, "Answers")])
def test_few_notes_stand_below_the_text_and_many_behind_the_answers(
    tmp_path: Path, count: int, behind: str
) -> None:
    text = MODULE[: MODULE.index("[^1]: ")].replace("[^2]", "")
    text = text.replace("[^1]", "".join(f"[^{n}]" for n in range(1, count + 1)))
    text += "\n".join(f"[^{n}]: Doe J. J Test {2000 + n}." for n in range(1, count + 1))
    printed = order_of(tmp_path, text)
    html = html_of(BookletPage(printed, split(printed.html)))
    heads = re.findall(r"<h2>(Readings|Reflect|Answers|Notes)", html)
    assert sorted(heads) == ["Answers", "Notes", "Readings", "Reflect"]
    assert heads[heads.index("Notes") - 1] == behind


def test_rows_of_a_tool_are_counted_with_their_heads_where_one_writes() -> None:
    blank = "<table><tr><th>A</th><th>B</th></tr><tr><td>x</td><td></td></tr></table>"
    full = "<table><tr><th>A</th></tr><tr><td>x</td></tr></table>"
    for tables, rows in ((blank + full + blank, ["4", "4", "4"]), (full, [])):
        (tool,) = split(f"<aside class='callout callout-tool'>{tables}</aside>").tools
        assert re.findall(r'<table[^>]* style="--rows: (\d+)"', tool.html) == rows


def test_module_without_a_check_has_its_notes_after_the_readings(
    pool: BookletPool, tmp_path: Path
) -> None:
    begin, end = MODULE.index("check:\n"), MODULE.index("session_question")
    text = (MODULE[:begin] + MODULE[end:]).replace("minutes: 45", "minutes: 40")
    path = tmp_path / "reader.pdf"
    path.write_bytes(pool.produce(order_of(tmp_path, text)).pdf)
    words = " ".join(pages_of(path))
    assert "Answers" not in words
    in_order = [words.index(part) for part in ("A third reading", "J Test 2020.", "Reflect")]
    assert in_order == sorted(in_order)


def test_long_tool_and_long_questions_stay_on_one_page_each(
    pool: BookletPool, tmp_path: Path
) -> None:
    rows = "".join(f"| Something that we agree on, number {n} | |\n" for n in range(22))
    longer = MODULE.replace("| Time | |\n", rows).replace(
        "{text: This,", '{text: "' + "This " * 30 + '",'
    )
    path = tmp_path / "reader.pdf"
    path.write_bytes(pool.produce(order_of(tmp_path, longer)).pdf)
    tool = pages_of(path)[page_with(path, "The mentee writes.")]
    assert "number 21" in tool
    assert "Ending" in tool
    assert page_with(path, "Which one?") == page_with(path, "And at last?")


def test_letter_without_glyph_is_refused_by_name(pool: BookletPool, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="“The first step: begin” lack these letters: 李"):
        pool.produce(order_of(tmp_path, MODULE.replace("A claim.", "A claim 李.")))


def test_figure_that_is_not_there_is_refused(pool: BookletPool, order: BookletOrder) -> None:
    missing = BookletOrder(**{**vars(order), "figures": {}})
    with pytest.raises(RenderError, match=r"may not load figure:door\.svg"):
        pool.produce(missing)


def test_text_is_taken_apart_without_losing_a_word() -> None:
    html = (
        "<p>One.<sup class='footnote-ref'><a href='#n'>[1]</a></sup>"
        "<sup class='footnote-ref'><a href='#m'>[2]</a></sup> Two<br>three &amp; four.</p>tail"
        "<aside class='callout callout-tool'><p class='callout-title'>T &lt;1&gt;</p><p>In it.</p>"
        "</aside>after<section class='footnotes'><ol><li><p>Note. "
        "<a class='footnote-backref' href='#r'>back</a></p></li></ol></section>end"
    )
    body = split(html)
    text = re.sub(r"<[^>]+>", "", body.text_html)
    assert text == "One.1,2 Twothree &amp; four.tailTool: T &lt;1&gt;afterend"
    assert [(tool.title, tool.html) for tool in body.tools] == [("T <1>", "<p>In it.</p>")]
    assert body.notes_html == "<ol><li><p>Note. </p></li></ol>"


def test_application_never_loads_what_only_prints_and_checks_pictures() -> None:
    heavy = {"weasyprint", "tinyhtml5", "fontTools", "PIL", "pyhanko", "alembic", "psycopg"}
    code = f"import sys, app.main; sys.exit(bool({heavy} & set(sys.modules)))"
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=PROJECT_ROOT, check=False).returncode == 0
    )


# ------------------------------------------------------------------------ in the background


def asked(session: Session) -> list[Task]:
    session.expire_all()
    return list(session.scalars(select(Task).where(col(Task.kind) == PRINT)))


def work(database: Database, pool: BookletPool) -> None:
    handlers = {PRINT: BookletPrinting(pool).print_booklet}
    Worker(database, handlers, clock=lambda: NOW, low_priority=handlers).run_until_idle()


def order_one(session: Session, cast: Cast) -> UUID:
    """Ask for the first module of the running cohort only."""
    version_id = cast.unit("fall-2026", 1).module_version_id
    assert version_id is not None
    prints.order(session, queries.unordered(session, [version_id], now=NOW), now=NOW)
    session.commit()
    return version_id


def test_every_module_in_use_is_asked_for_once(database: Database, session: Session) -> None:
    for _ in range(2):
        order_booklets(database, NOW)
    assert len(asked(session)) == 2 * UNITS  # of both programs
    assert {task.payload["version"] for task in asked(session)} == {
        str(id_) for id_ in current_module_ids(session)
    }


def test_two_orders_at_once_ask_once(session: Session, cast: Cast) -> None:
    version_id = cast.unit("fall-2026", 1).module_version_id
    assert version_id is not None
    for _ in range(2):
        prints.order(session, [UnprintedModule(version_id, "Module 1 title")], now=NOW)
    assert [task.label for task in asked(session)] == ["Module 1 title"]


def test_version_that_only_a_cohort_uses_is_printed_too(session: Session) -> None:
    before = current_module_ids(session)
    session.add(
        ContentRelease(
            program="mentor-development",
            number=2,
            hash="without modules",
            origin=Origin.FILES,
            loaded_at=NOW,
        )
    )
    session.flush()
    assert len(current_module_ids(session)) == UNITS
    assert module_ids_in_use(session) == before


def test_print_is_made_and_kept(
    database: Database, session: Session, cast: Cast, pool: BookletPool
) -> None:
    version_id = order_one(session, cast)
    work(database, pool)
    (task,) = asked(session)
    made = print_of(session, version_id)
    assert made is not None
    assert task.done_at == NOW
    assert made.template == template_hash()
    assert made.pages == len(PdfReader(BytesIO(made.pdf)).pages)
    order_booklets(database, NOW)
    assert sum(task.payload["version"] == str(version_id) for task in asked(session)) == 1


def test_reader_has_no_word_of_case_or_guide(
    database: Database, session: Session, cast: Cast, pool: BookletPool, tmp_path: Path
) -> None:
    made = print_of(session, order_one(session, cast))
    assert made is None
    work(database, pool)
    session.expire_all()
    made = session.scalars(select(ContentPrint)).one()
    path = tmp_path / "reader.pdf"
    path.write_bytes(made.pdf)
    words = " ".join(pages_of(path))
    assert "Text of module 1." in words
    assert "Guide only" not in words
    assert "Case for learners" not in words


def test_new_template_makes_a_new_print(
    database: Database,
    session: Session,
    cast: Cast,
    pool: BookletPool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    version_id = order_one(session, cast)
    work(database, pool)
    for module in (prints, queries):
        monkeypatch.setattr(module, "template_hash", lambda: "another")
    order_one(session, cast)
    assert len(asked(session)) == 2
    assert print_of(session, version_id) is not None, "the older one serves until then"
    work(database, pool)
    session.expire_all()
    made = session.scalars(select(ContentPrint)).one()
    assert made.template == "another"
    assert all(task.done_at for task in asked(session))


@pytest.mark.parametrize("name", ["booklet.html", "booklet.css"])
def test_template_hash_follows_what_can_change_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    changed = Path(shutil.copytree(booklet.TEMPLATES, tmp_path / "templates"))
    monkeypatch.setattr(booklet, "TEMPLATES", changed)
    before = template_hash.__wrapped__()
    with (changed / name).open("a") as file:
        file.write("\n")
    assert template_hash.__wrapped__() != before


def test_what_cannot_be_printed_is_a_failed_task_with_its_reason(
    database: Database, session: Session, cast: Cast, pool: BookletPool
) -> None:
    good = session.get_one(ContentVersion, cast.unit("fall-2026", 1).module_version_id)
    facts = good.model_dump(exclude={"id", "html", "hash"})
    bad = ContentVersion(**facts, html="<p>李</p>", hash="f" * 64)
    session.add(bad)
    session.flush()
    prints.order(session, [UnprintedModule(bad.id, bad.title)], now=NOW)
    session.commit()
    work(database, pool)
    (task,) = asked(session)
    assert task.failed_at == NOW
    assert "The fonts of “Module 1 title” lack these letters: 李 (U+674E)." in task.error
    assert print_of(session, bad.id) is None
    assert queries.unordered(session, [bad.id], now=NOW) == []


def ended(session: Session, cast: Cast, **how: datetime) -> UUID:
    """Ask for a print; the task has ended, and there is none."""
    version_id = order_one(session, cast)
    (task,) = asked(session)
    task.sqlmodel_update(how | {"attempts": queue.MAX_ATTEMPTS, "error": "No."})
    session.commit()
    return version_id


@pytest.mark.parametrize("how", ["failed_at", "done_at"])
def test_task_that_ended_without_a_print_is_asked_for_again_hours_later(
    database: Database, session: Session, cast: Cast, how: str
) -> None:
    version_id = ended(session, cast, **{how: NOW})
    later = NOW + rules.TRIED_AGAIN_AFTER
    assert queries.unordered(session, [version_id], now=later - timedelta(seconds=1)) == []
    wanted = queries.unordered(session, [version_id], now=later)
    prints.order(session, wanted, now=later)
    session.commit()
    (task,) = asked(session)
    assert (task.done_at, task.failed_at, task.attempts, task.error) == (None, None, 0, "")
    with database.write() as another:
        assert [task.id for task in queue.lease(another, [PRINT], limit=5, now=later)] == [task.id]


def test_print_that_outlived_its_lease_is_kept_and_not_made_again(
    database: Database, session: Session, cast: Cast, pool: BookletPool
) -> None:
    version_id = order_one(session, cast)
    claimed = []
    for moment in (NOW, NOW + queue.LEASE + timedelta(seconds=1)):
        with database.write() as another:
            claimed += queue.lease(another, [PRINT], limit=1, now=moment)
    slow, second = claimed
    BookletPrinting(pool).print_booklet(database, slow, NOW)
    assert print_of(session, version_id) is not None
    (task,) = asked(session)
    assert task.done_at is None, "the lease is another worker's"
    with PrintingPool(BookletPrinter, workers=1) as closed:
        closed.close()
        BookletPrinting(closed).print_booklet(database, second, NOW)
    (task,) = asked(session)
    assert task.done_at == NOW


# ------------------------------------------------------------------------------- its address


def keep(session: Session, cast: Cast, position: int) -> None:
    version_id = cast.unit("fall-2026", position).module_version_id
    assert version_id is not None
    session.add(
        ContentPrint(version_id=version_id, template="t", pdf=b"%PDF-1.7 it", pages=1, made_at=NOW)
    )
    session.commit()


READER = "/cohorts/fall-2026/units/1/reader.pdf"


def test_open_unit_gives_its_reader(sign_in: SignIn, session: Session, cast: Cast) -> None:
    keep(session, cast, 1)
    ada = sign_in("ada")
    answer = ada.get(READER)
    assert answer.status_code == 200
    assert answer.content == b"%PDF-1.7 it"
    assert answer.headers["content-type"] == "application/pdf"
    assert re.fullmatch(
        r'inline; filename="Module-1-title-[0-9a-f]{8}\.pdf"',
        answer.headers["content-disposition"],
    )
    assert answer.headers["cache-control"] == "private, no-cache"
    again = ada.get(READER, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert f'href="{READER}"' in ada.get("/cohorts/fall-2026/units/1").text


def test_reader_that_is_not_made_yet_is_promised(sign_in: SignIn) -> None:
    answer = sign_in("ada").get(READER)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert "being prepared" in answer.text
    assert "your browser" in answer.text


def test_reader_that_could_not_be_made_is_not_promised(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ended(session, cast, failed_at=NOW)
    answer = sign_in("ada").get(READER)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) == rules.TRIED_AGAIN_AFTER.total_seconds()
    assert "could not be made" in answer.text
    assert "being prepared" not in answer.text
    assert "your browser" in answer.text


@pytest.mark.parametrize("persona", ["ada", "ben", "abe"])
def test_reader_of_a_locked_unit_does_not_exist(
    sign_in: SignIn, session: Session, cast: Cast, persona: str
) -> None:
    keep(session, cast, 3)
    assert sign_in(persona).get("/cohorts/fall-2026/units/3/reader.pdf").status_code == 404


def test_stranger_gets_no_reader(
    sign_in: SignIn, browser: Browser, session: Session, cast: Cast
) -> None:
    keep(session, cast, 1)
    assert sign_in("ben").get(READER).status_code == 404
    assert browser.get(READER).headers["location"].startswith("/sign-in")
