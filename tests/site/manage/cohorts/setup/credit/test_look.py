"""In which look certificates are printed."""

from tests.cast import Cast
from tests.client import Browser
from tests.site.manage.cohorts.setup.credit.sending import approved, send
from tests.site.manage.cohorts.setup.drafting import SETUP


def test_look_is_the_usual_one_until_another_is_chosen(cora: Browser, cast: Cast) -> None:
    form = cora.page(f"{SETUP}/credit").form("Enter this credit")
    assert form.fields["template"] == ""
    assert [name.split()[0] for name in form.choices("template").values()] == ["Plain", "Formal"]
    assert send(cora, template="formal").status_code == 303
    assert approved(cast).template == "formal"
    assert cora.page(f"{SETUP}/credit").form("Enter this credit").fields["template"] == "formal"


def test_look_that_no_template_has_is_refused(cora: Browser) -> None:
    page = send(cora, template="baroque").page
    assert page.field_errors == {"template": "Choose one of the options."}
