import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.packs.text.markdown import render

TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "code", "em", "strong"),
    *("sup", "a", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
    *("aside", "section", "div", "figure", "figcaption", "img"),
}
ATTRIBUTES = {
    *("id", "class", "href", "role", "aria-label", "scope", "start"),
    *("src", "alt", "width", "height", "loading", "decoding"),
}
FIGURES = {"a-map.svg": (480, 400), "photo.jpg": (1400, 900)}


class Page(HTMLParser):
    """What a browser would make of it: every tag and attribute."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def all(self, attribute: str) -> list[str]:
        return [value for name, value in self.attributes if name == attribute]

    def assert_harmless(self) -> None:
        assert set(self.tags) <= TAGS
        assert {name for name, _ in self.attributes} <= ATTRIBUTES
        for href in self.all("href"):
            assert re.match(r"https?://|mailto:|#", href), href
        assert set(self.all("role")) <= {"note"}
        assert set(self.all("src")) <= {f"figure:{name}" for name in FIGURES}


ATTACKS = {
    "script": "<script>alert(1)</script>",
    "script in a block": "text\n\n<script>\nalert(1)\n</script>\n",
    "event handler": '<img src=x onerror="alert(1)">',
    "svg": "<svg/onload=alert(1)>",
    "style": '<p style="position:fixed">x</p><style>*{display:none}</style>',
    "form": '<form action="/sign-out" method="post"><button>Win</button></form>',
    "input": "<input autofocus onfocus=alert(1)>",
    "htmx": '<div hx-post="/cohorts/x/units/1/attestation" hx-trigger="load"></div>',
    "htmx with data": '<a data-hx-get="/my/record">x</a>',
    "iframe": '<iframe src="//evil.example"></iframe>',
    "object": '<object data="data:text/html,x"></object><embed src=x>',
    "meta and base": '<meta http-equiv=refresh content="0;url=x"><base href="//evil.example">',
    "comment": "<!-- <b> --!> <script>alert(1)</script> -->",
    "math": "<math><mtext><table><mglyph><style><!--</style><img onerror=alert(1) src=x>",
    "template": "<template><script>x</script></template>{{ 7*7 }}",
    "javascript link": "[x](javascript:alert(1))",
    "javascript link in capitals": "[x](JaVaScRiPt:alert(1))",
    "javascript link with entities": "[x](&#106;avascript&colon;alert(1))",
    "javascript link with a tab": "[x](java&Tab;script:alert(1))",
    "javascript link with a break": "[x](<java\tscript:alert(1)>)",
    "javascript link with control": "[x](\x01javascript:alert(1))",
    "javascript autolink": "<javascript:alert(1)>",
    "javascript by reference": "[x][y]\n\n[y]: javascript:alert(1)",
    "vbscript link": "[x](vbscript:msgbox)",
    "data link": "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "data picture": "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "file link": "[x](file:///etc/passwd)",
    "other scheme": "[x](ftp://example.org) [y](tel:1) [z](blob:x)",
    "link to another host": "[x](//evil.example) [y](/\\evil.example) [z](\\\\evil.example)",
    "link on this site": "[x](/sign-out) [y](../../home) [z](?a=b)",
    "quote in a link": '[x](https://example.org/"onmouseover="alert(1))',
    "title of a link": "[x](https://example.org '\" onmouseover=alert(1) \"')",
    "quote in an autolink": '<https://example.org/"onclick=alert(1)>',
    "picture": '![" onerror="alert(1)](https://evil.example/pixel.png "t")',
    "picture of another host": "![x](https://evil.example/a-map.svg)",
    "picture of this site": "![x](/my/record)",
    "picture out of the folder": "![x](figures/../a-map.svg) ![x](figures/%2e%2e/a-map.svg)",
    "picture by our own scheme": "![x](figure:a-map.svg) ![x](figure:other.svg)",
    "link by our own scheme": "[x](figure:a-map.svg) <figure:a-map.svg>",
    "quote in alt text": '![" onerror="alert(1)](figures/a-map.svg)',
    "quote in a caption": '![x](figures/a-map.svg \'" onerror="alert(1)"><script>x</script>\')',
    "title of a callout": "::: note <img src=x onerror=alert(1)>\"'\nx\n:::",
    "kind of a callout": '::: note" onclick="x\nx\n:::',
    "heading": '## <script>alert(1)</script> " onclick="x\n\n[x](#script)',
    "table heading": '## "><script>x</script>\n\n| <b> |\n|:-:|\n| <script>x</script> |',
    "note": 'x[^"><script>]\n\n[^"><script>]: <script>alert(1)</script>',
    "code": "```<script>\n</code></pre><script>alert(1)</script>\n```\n`<script>`",
    "language of code": '```" onclick="x\ny\n```',
    "doi": 'doi:10.1234/x"onclick=alert(1) doi:10.1234/javascript:alert(1)<script>',
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;",
    "half a tag": "<scr\n<script x",
    "null": "<scr\x00ipt>alert(1)</scr\x00ipt>",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_attack_comes_out_harmless(attack: str) -> None:
    Page(render(attack, prefix="key", figures=FIGURES)).assert_harmless()


@given(st.text(alphabet=st.sampled_from(list("<>\"'&;:#[]()!|-*`^_~ \n\tax1/\\{}=")), max_size=200))
def test_any_text_comes_out_harmless(text: str) -> None:
    Page(render(text, prefix="key")).assert_harmless()
    shown = f"![{text}](figures/a-map.svg '{text}')"
    Page(render(shown, prefix="key", figures=FIGURES)).assert_harmless()


def test_harmless_check_notices_harm() -> None:
    with pytest.raises(AssertionError):
        Page('<a href="javascript:x">').assert_harmless()
    with pytest.raises(AssertionError):
        Page('<p onclick="x">').assert_harmless()
    with pytest.raises(AssertionError):
        Page("<script>").assert_harmless()


def test_raw_html_is_shown_as_text() -> None:
    assert render("a <b>c</b>", prefix="key") == "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n"


def test_headings_have_ids_that_are_unique_and_carry_the_prefix() -> None:
    html = render("## Why *now*?\n\n## Why now?\n\n### Niño & Co.\n\n## ¿?", prefix="key")
    assert Page(html).all("id") == ["key-why-now", "key-why-now-2", "key-nino-co", "key-section"]


def test_heading_that_looks_numbered_does_not_take_the_id_of_another() -> None:
    ids = Page(render("## a\n\n## a 2\n\n## a\n\n## a", prefix="key")).all("id")
    assert len(set(ids)) == 4


def test_link_to_a_heading_finds_it() -> None:
    page = Page(render("## The evidence\n\n[see](#the-evidence)", prefix="key"))
    assert page.all("href") == ["#key-the-evidence"]
    assert page.all("id") == ["key-the-evidence"]


def test_link_to_another_site_opens_no_window() -> None:
    html = render("[x](https://example.org/a?b=1&c=2)", prefix="key")
    assert html == '<p><a href="https://example.org/a?b=1&amp;c=2">x</a></p>\n'


def test_mail_address_stays_a_link() -> None:
    assert Page(render("<ada@example.org>", prefix="key")).all("href") == ["mailto:ada@example.org"]


@pytest.mark.parametrize("kind", ["note", "practice", "evidence"])
def test_callout_has_its_kind_and_title(kind: str) -> None:
    html = render(f"::: {kind} Words & deeds\n- a\n:::\nafter", prefix="key")
    assert html == (
        f'<aside class="callout callout-{kind}" role="note">\n'
        '<p class="callout-title">Words &amp; deeds</p>\n'
        "<ul>\n<li>a</li>\n</ul>\n</aside>\n<p>after</p>\n"
    )


def test_each_tool_has_an_id_of_its_own() -> None:
    html = render("::: tool One\nx\n:::\n\n::: note\ny\n:::\n\n::: tool\nz\n:::", prefix="key")
    assert Page(html).all("id") == ["tool-key-1", "tool-key-2"]


def test_callout_without_a_title_is_titled_by_its_kind() -> None:
    assert '<p class="callout-title">Evidence</p>' in render("::: evidence\nx\n:::", prefix="key")


def test_table_can_be_scrolled_and_is_named_after_its_heading() -> None:
    html = render("## Times\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n", prefix="key")
    assert '<div class="table-wrap">\n<table aria-label="Table 1: Times">' in html
    assert '<th scope="col">a</th>' in html
    assert '<td class="align-right">2</td>' in html
    assert html.endswith("</table>\n</div>\n")


def test_tables_under_one_heading_have_different_names() -> None:
    table = "| a |\n|---|\n| 1 |\n"
    names = Page(render(f"## Times\n\n{table}\n{table}", prefix="key")).all("aria-label")
    assert names == ["Table 1: Times", "Table 2: Times"]


def test_empty_cell_above_a_column_is_no_heading_and_its_column_heads_the_rows() -> None:
    html = render("| | Before | After |\n|---|:-:|---|\n| Ada | 1 | |\n| | 2 | 3 |", prefix="key")
    rows = re.sub(r"\n", "", html)
    assert (
        '<thead><tr><td></td><th class="align-center" scope="col">Before</th>'
        '<th scope="col">After</th></tr></thead>'
    ) in rows
    assert '<tr><th scope="row">Ada</th><td class="align-center">1</td><td></td></tr>' in rows
    assert '<tr><td></td><td class="align-center">2</td><td>3</td></tr>' in rows


def test_first_column_with_a_heading_holds_plain_cells() -> None:
    html = render("| Who | Before |\n|---|---|\n| Ada | 1 |", prefix="key")
    assert "<td>Ada</td>" in html
    assert html.count("<th ") == 2


def test_footnotes_are_linked_both_ways_under_the_prefix() -> None:
    page = Page(render("One[^1] and[^x] one[^1].\n\n[^x]: Two.\n[^1]: One.", prefix="key"))
    ids = page.all("id")
    targets = {href[1:] for href in page.all("href")}
    assert len(ids) == len(set(ids)) == 5
    assert targets == set(ids)
    assert all("key" in name for name in ids)


def test_two_texts_on_one_page_share_no_id() -> None:
    text = "## A\n\nx[^1]\n\n[^1]: y"
    both = render(text, prefix="the-case") + render(text, prefix="guide-the-case")
    ids = Page(both).all("id")
    assert len(ids) == len(set(ids)) == 6


@pytest.mark.parametrize(
    ("text", "doi", "rest"),
    [
        ("doi:10.1097/ACM.0b013e318294f368", "10.1097/ACM.0b013e318294f368", ""),
        ("doi:10.1016/S0002-9343(02)01032-X.", "10.1016/S0002-9343(02)01032-X", "."),
        ("(doi: 10.1234/abc)", "10.1234/abc", ")"),
        ("DOI:10.1234/abc, then", "10.1234/abc", ", then"),
    ],
)
def test_doi_in_running_text_becomes_a_link(text: str, doi: str, rest: str) -> None:
    html = render(f"See {text}", prefix="key")
    (href,) = Page(html).all("href")
    assert href == "https://doi.org/" + doi.replace("(", "%28").replace(")", "%29")
    assert f">doi:{doi}</a>{rest}</p>" in html


def test_doi_in_code_or_in_a_link_is_left_alone() -> None:
    html = render("`doi:10.1234/a` [doi:10.1234/b](https://example.org)", prefix="key")
    assert Page(html).all("href") == ["https://example.org"]


_SHOWN = '![Two *people* & "a" map](figures/a-map.svg "So <it> is")'


def test_picture_alone_becomes_a_figure_with_its_size_and_caption() -> None:
    html = render(_SHOWN, prefix="key", figures=FIGURES)
    assert html == (
        '<figure><img src="figure:a-map.svg" alt="Two people &amp; &quot;a&quot; map" '
        'width="480" height="400" loading="lazy" decoding="async">'
        "<figcaption>So &lt;it&gt; is</figcaption></figure>\n"
    )


def test_picture_without_a_caption_has_none() -> None:
    html = render("![A photo](figures/photo.jpg)", prefix="key", figures=FIGURES)
    assert "figcaption" not in html
    assert Page(html).all("width") == ["1400"]


@pytest.mark.parametrize(
    "text", ["- ![x](figures/a-map.svg)", "> ![x](figures/a-map.svg)", "::: tool\n{}\n:::"]
)
def test_picture_may_stand_alone_in_a_list_a_quotation_and_a_callout(text: str) -> None:
    html = render(text.format("![x](figures/a-map.svg)"), prefix="key", figures=FIGURES)
    assert "<figure><img " in html
    assert "<p><figure>" not in html


@pytest.mark.parametrize(
    "text",
    [
        "![Two people](x.png)",
        "![Two people](figures/unknown.svg)",
        "![Two people](figures/a-map.svg) and more",
        "| ![Two people](figures/a-map.svg) |\n|---|",
        "x[^1]\n\n[^1]: ![Two people](figures/a-map.svg)",
    ],
)
def test_picture_that_the_check_refuses_is_replaced_by_its_words(text: str) -> None:
    html = render(text, prefix="key", figures=FIGURES)
    assert "<img" not in html
    assert "Two people" in html


@pytest.mark.parametrize("text", ["", "\n", "::: note\nx", "::: note", "[^1]", "[^1]:", "|"])
def test_unfinished_text_is_rendered_all_the_same(text: str) -> None:
    Page(render(text, prefix="key")).assert_harmless()
