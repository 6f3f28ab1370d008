"""Each test has markers of its own."""

import pytest

from tests.surveys.attacks.scene import tag_anew


@pytest.fixture(autouse=True)
def markers_of_its_own() -> None:
    tag_anew()
