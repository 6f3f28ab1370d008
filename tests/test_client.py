"""The browser of the tests finds what no browser should be given."""

import pytest

from tests.client import page_problems


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ("<p>a</div></p>", "</div> closes"),
        ("<p>a", "is never closed"),
        ("<p>1 < 2</p>", "no tag"),
        ("<img src='x'>", "without alt"),
        ('<p id="a"></p><p id="a"></p>', "twice"),
        ('<p class="a" class="b"></p>', "repeats an attribute"),
        ('<input name="q">', "without a label"),
        ('<a onclick="x">y</a>', "has onclick"),
        ('<p style="a">b</p>', "has style"),
        ("<script>1</script>", "inline script"),
        ('<input type="file" aria-label="f" value="">', "a file input with a value"),
        (
            '<select required aria-label="s"><option value="1">1</option></select>',
            "a required list whose first option is a choice already",
        ),
        ('<img alt="" src="https://example.org/x">', "loads https://example.org/x"),
    ],
)
def test_what_is_wrong_is_found(page: str, problem: str) -> None:
    assert problem in " ".join(page_problems(page, whole=False))


def test_whole_page_has_one_title_and_no_reference_to_nothing() -> None:
    page = '<title>a</title><main><h1>b</h1><p aria-labelledby="x">c</p></main>'
    assert page_problems(page, whole=True) == ["'x' refers to nothing"]
    assert "0 <title>" in page_problems("<main><h1>b</h1></main>", whole=True)


def test_what_is_right_is_left_alone() -> None:
    page = (
        '<!-- <p> --><form><label for="q">Find</label><input id="q" name="q" value="a &gt; b">'
        '<select required aria-label="s"><option value="">Choose</option></select>'
        "<svg viewBox=\"0 0 1 1\"><path d='M0 0'/></svg></form>"
    )
    assert page_problems(page, whole=False) == []
