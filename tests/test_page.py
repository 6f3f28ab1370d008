"""What the tests read pages with, on pages small enough to see that it is right."""

import pytest

from tests.page import Image, Link, Page

PEOPLE = """
<!doctype html>
<title>People · Waypost</title>
<nav aria-label="Main"><a href="/home">Home</a></nav>
<main>
  <header><p class="eyebrow">Fall</p><h1>People &amp; marks</h1></header>
  <div class="notice good"><div><p class="notice-title">Saved</p><p>Two marks.</p></div></div>
  <p>Ada<wbr>lbert <b>A</b>lvarez<br>and&nbsp;others</p><script>let unseen = 1;</script>
  <p hidden>Not yet</p><!-- nor this -->
  <section id="list"><h2>Everybody</h2>
    <table><caption>People of fall</caption>
      <thead><tr><th scope="col"><a href="?sort=name">Name</a></th><th>Mark</th></tr></thead>
      <tbody>
        <tr><th scope="row">Ada Alvarez</th><td>Late</td></tr>
        <tr><th scope="row">Ben Begay</th><td>As Ada Alvarez <a href="/b">Change</a></td></tr>
      </tbody></table>
    <dl class="facts"><div><dt>Place</dt><dd>Santa Fe</dd></div></dl>
  </section>
  <section><h2>Nobody</h2><a href="/b">Change</a> <a href="/c">Elsewhere</a>
    <img src="/map.svg" alt="A map"><table><caption>Empty</caption><tbody></tbody></table></section>
  <div class="stat"><span class="stat-value">3</span> <span class="stat-label">enrolled</span></div>
</main>
"""
FORMS = """
<form method="post" action="/mark">
  <input type="hidden" name="seen" value="7">
  <label for="note">Note</label><textarea id="note" name="note">

Two lines
</textarea>
  <select name="to"><option value="a">A</option><option value="b" selected>B</option></select>
  <select name="from"><option value="a">A</option><option value="b">B</option></select>
  <input type="checkbox" name="who" value="ada" checked>
  <input type="checkbox" name="who" value="ben">
  <input type="radio" id="m1" name="mark" value="late"><label for="m1">Late</label>
  <input type="radio" id="m2" name="mark" value="absent" checked><label for="m2">Absent</label>
  <input name="off" value="x" disabled><input type="file" name="file">
  <fieldset disabled><input name="shut" value="x"></fieldset>
  <button type="submit" name="save" value="all">Save <b>all</b></button>
  <button type="submit" disabled>Send</button>
</form>
<form id="other" action="/find"><input name="q"><input type="checkbox" name="only"></form>
<input form="other" name="page" value="2"><button form="other">Find</button>
"""


@pytest.fixture
def page() -> Page:
    return Page(PEOPLE)


def test_words_are_what_is_read_with_blocks_apart(page: Page) -> None:
    assert "Adalbert Alvarez and others" in page.text
    assert "Ada Alvarez Late Ben Begay" in page.text
    for unseen in ("unseen", "Not yet", "nor this", "Waypost"):
        assert unseen not in page.text
    assert page.text.startswith("Home Fall People & marks")
    assert page.main.text.startswith("Fall People & marks")


def test_page_has_a_title_a_heading_and_notices(page: Page) -> None:
    assert (page.title, page.heading) == ("People · Waypost", "People & marks")
    assert page.headings == ["People & marks", "Everybody", "Nobody"]
    assert page.notices == ["Saved Two marks."]
    assert page.facts == {"Place": "Santa Fe"}
    assert page.figures == {"enrolled": "3"}
    assert page.images == [Image("A map", "/map.svg")]


def test_table_is_rows_by_the_headings_of_columns(page: Page) -> None:
    table = page.table("People of fall")
    assert table.records == [
        {"Name": "Ada Alvarez", "Mark": "Late"},
        {"Name": "Ben Begay", "Mark": "As Ada Alvarez Change"},
    ]
    assert table.column("Mark") == ["Late", "As Ada Alvarez Change"]
    assert page.table("Empty").rows == []
    assert page.rows == [
        "Ada Alvarez Late",
        "Ben Begay As Ada Alvarez Change",
    ]
    assert page.row_headers == ["Ada Alvarez", "Ben Begay"]


def test_row_is_about_what_heads_it_before_what_names_it(page: Page) -> None:
    assert page.row("Ada Alvarez").cells == ["Ada Alvarez", "Late"]
    assert page.row("Begay").link("Change") == "/b"
    with pytest.raises(AssertionError, match="2 for 'A'"):
        page.row("A")


def test_link_leads_to_one_place(page: Page) -> None:
    assert Link("Home", "/home") in page.links
    assert page.link("Change") == "/b", "twice, to the same place"
    assert page.section("Nobody").links == [Link("Change", "/b"), Link("Elsewhere", "/c")]
    with pytest.raises(AssertionError, match="0 for 'Nowhere'"):
        page.link("Nowhere")
    with pytest.raises(AssertionError, match="2 for 'x'"):
        Page('<a href="/1">x</a><a href="/2">x</a>').link("x")


def test_what_is_asked_for_must_be_there_once(page: Page) -> None:
    with pytest.raises(AssertionError, match="2 for 'a table' among"):
        page.table()
    with pytest.raises(AssertionError, match="0 for 'Somebody' among"):
        page.section("Somebody")
    with pytest.raises(AssertionError, match="0 for 'Save'"):
        page.form("Save")
    with pytest.raises(KeyError):
        page.one("h1").attribute("class")


def test_errors_are_read_from_the_summary_and_at_the_fields() -> None:
    page = Page(
        '<div id="error-summary"><h2>A problem</h2><ul><li><a href="#name">Say who.</a></li>'
        '</ul></div><p class="field-error" id="name-error"><span>Error: </span>Say who.</p>'
    )
    assert page.errors == ["Say who."]
    assert page.field_errors == {"name": "Say who."}
    assert (Page("<p>Fine</p>").errors, Page("<p>Fine</p>").field_errors) == ([], {})


def test_form_sends_what_a_browser_would() -> None:
    form = Page(FORMS).form("Save all")
    assert (form.action, form.method) == ("/mark", "post")
    assert form.fields == {
        "seen": "7",
        "note": "\nTwo lines\n",
        "to": "b",
        "from": "a",
        "who": "ada",
        "mark": "absent",
    }
    assert form.hidden == {"seen": "7"}
    assert form.choices("to") == {"a": "A", "b": "B"}
    assert form.choices("mark") == {"late": "Late", "absent": "Absent"}
    assert form.data("Save all", mark="late") == form.fields | {"mark": "late", "save": "all"}
    assert form.is_disabled("Send")
    assert not form.is_disabled("Save all")


def test_form_owns_controls_that_name_it_from_elsewhere() -> None:
    form = Page(FORMS).form(action="/find")
    assert list(form.buttons) == ["Find"]
    assert form.sent == [("q", ""), ("page", "2")]


def test_name_that_is_sent_twice_is_no_field() -> None:
    form = Page('<form><input name="a" value="1"><input name="a" value="2"></form>').form()
    assert form.values("a") == ["1", "2"]
    with pytest.raises(AssertionError, match="sent twice"):
        form.fields  # noqa: B018 - reading it is what fails


def test_piece_of_a_page_is_read_like_a_page() -> None:
    piece = Page('<section id="act"><h2>Act</h2><p>Now.</p></section>')
    assert piece.one("#act").text == "Act Now."
    with pytest.raises(AssertionError):
        piece.heading  # noqa: B018 - reading it is what fails
