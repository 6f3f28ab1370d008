"""What a preview looks like: the certificate itself, with words over it that nobody overlooks.

They are put on what a template made, so that no pack can leave them out.
"""

from app.certificates.numbers import parse_code, parse_number

NUMBER, CODE = "WP-0000-0000-0", "0000-0000-0000-0000-0"
"""They open nothing: no certificate was ever issued under them."""
assert parse_number(NUMBER) == NUMBER
assert parse_code(CODE) == CODE

_MARK = """
<div style="position: absolute; top: 2.6in; left: 0; width: 100%; text-align: center;
  color: rgba(168, 72, 15, 0.28); font: 600 118pt/1 Inter; transform: rotate(-18deg)">PREVIEW</div>
<div style="position: absolute; top: -0.4in; left: 0; width: 100%; text-align: center;
  color: #a8480f; font: 600 10pt/1 Inter">Preview. Not signed, not numbered, not valid.</div>
"""  # not shown


def marked(html: str) -> str:
    """A page as its preview."""
    body, end, rest = html.rpartition("</body>")
    return f"{body}{_MARK}{end}{rest}"
