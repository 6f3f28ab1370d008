from app.policy.table import markdown_table
from app.settings import PROJECT_ROOT


def test_readme_shows_the_permission_matrix_as_it_is() -> None:
    readme = (PROJECT_ROOT / "README.md").read_text()
    shown = readme.split("<!-- policy -->")[1].split("<!-- /policy -->")[0].strip()
    assert shown == markdown_table()
