"""Interface words in templates: tags of ours are markup, facts never are."""

import pytest
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from app.language import _, markup
from app.language.languages import ACCENTED, MIRRORED, writing_in
from tests.language.catalogs import language_that_says

EVIL = '<script>alert("1")</script> & {x}'
SAFE = "&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt; &amp; {x}"


def page(source: str, **facts: object) -> str:
    env = Environment(autoescape=True, undefined=StrictUndefined)
    env.globals |= {
        "_": markup.gettext,
        "ngettext": markup.ngettext,
        "pgettext": markup.pgettext,
    }
    return env.from_string(source).render(facts)


def test_fact_is_escaped_and_tags_of_the_text_are_not() -> None:
    words = page("{{ _('<b>{name}</b> signed.', name=name) }}", name=EVIL)
    assert words == f"<b>{SAFE}</b> signed."


def test_text_without_tags_is_escaped_as_a_whole() -> None:
    assert page("{{ _('Salt & pepper for {name}', name='<i>') }}") == (
        "Salt &amp; pepper for &lt;i&gt;"
    )


def test_fact_stands_behind_a_brace_that_is_meant_as_one() -> None:
    source = "{{ _('Write {{x}} & {{y}} for {name}, or {other}.', name='<i>', other='me') }}"
    assert page(source) == "Write {x} &amp; {y} for &lt;i&gt;, or me."
    assert page("{{ _('Write {{x}}') }}") == "Write {x}"


def test_fact_cannot_leave_an_attribute() -> None:
    source = """{{ _('Read <a href="{href}">the help</a>.', href=href) }}"""
    words = page(source, href='" onclick="alert(1)')
    assert words == 'Read <a href="&#34; onclick=&#34;alert(1)">the help</a>.'


def test_translation_with_tags_in_another_order_stays_escaped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = {"{name} signed <b>{text}</b>.": "<b>{text}</b>: firma de {name}."}
    source = "{{ _('{name} signed <b>{text}</b>.', name='<i>', text='&') }}"
    with writing_in(language_that_says(monkeypatch, words)):
        assert page(source) == "<b>&amp;</b>: firma de &lt;i&gt;."


def test_markup_is_taken_as_it_is_and_a_text_is_worded_and_escaped() -> None:
    assert page("{{ _('See {what}', what=what) }}", what=Markup("<em>this</em>")) == (
        "See <em>this</em>"
    )
    text = _("{name} & more", name="<i>")
    assert page("{{ _('See {what}', what=what) }}", what=text) == "See &lt;i&gt; &amp; more"


def test_lazy_text_is_escaped_where_it_stands_alone() -> None:
    assert page("{{ text }}", text=_("{name} & more", name="<i>")) == "&lt;i&gt; &amp; more"


def test_number_chooses_between_one_and_many() -> None:
    source = "{{ ngettext('{count} unit', '{count} units', count=n) }}"
    assert [page(source, n=n) for n in (1, 2, 1200)] == ["1 unit", "2 units", "1,200 units"]


def test_context_is_not_shown() -> None:
    assert page("{{ pgettext('of a unit', 'Open') }}") == "Open"


def test_fact_that_is_missing_is_an_error() -> None:
    with pytest.raises(TypeError, match="has the facts"):
        page("{{ _('See {what}') }}")


def test_words_are_of_the_language_and_tags_and_addresses_are_not() -> None:
    source = """{{ _('Read <a href="/help">the help</a>.') }}"""
    with writing_in(ACCENTED):
        words = page(source)
    assert '<a href="/help">ţĥé ĥéļþ</a>' in words


@pytest.mark.parametrize("address", ["https://example.org/1234", "/units/1234?x=1"])
def test_what_is_for_the_browser_is_neither_formatted_nor_isolated(address: str) -> None:
    source = """{{ _('See <a href="{href}" id="{id}">{href}</a>.', href=href, id=1234) }}"""
    with writing_in(MIRRORED):
        words = page(source, href=address)
    assert f'<a href="{address}" id="1234">\u2068{address}\u2069</a>' in words
