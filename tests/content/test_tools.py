"""Tools are taken out of a text whole, wherever they stand."""

from app.content.tools import tools_in

TOOL = (
    '<aside id="tool-a" class="callout callout-tool" role="note">\n'
    '<p class="callout-title">A <em>compact</em></p>\n{inside}</aside>'
)
NOTE = '<aside class="callout callout-note" role="note"><p>Beside it.</p></aside>'
NUMBER = '<sup class="footnote-ref"><a href="#fn1" id="fnref1">[1]</a></sup>'


def test_text_without_tools_has_none() -> None:
    assert tools_in(f"<p>Words.</p>{NOTE}") == ()


def test_tool_is_whole_with_what_is_inside_it() -> None:
    whole = TOOL.format(inside=f"<p>Fill in.</p>{NOTE}<table></table>")
    (tool,) = tools_in(f"<p>Before.</p>{NOTE}{whole}<p>After.</p>")
    assert tool.html == whole
    assert tool.title == "A compact"


def test_every_tool_is_found_and_no_number_leads_to_notes_that_are_not_there() -> None:
    one = TOOL.format(inside=f"<p>One{NUMBER}.</p>")
    other = TOOL.format(inside="<p>Other.</p>")
    found = tools_in(f"{one}<p>Between.</p>{other}")
    assert ["<p>One.</p>" in found[0].html, "Other" in found[1].html] == [True, True]
