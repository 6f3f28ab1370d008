"""Cora with a draft like Fall 2026."""

import pytest

from tests.client import Browser, SignIn


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    browser = sign_in("cora")
    browser.post("/manage/cohorts/new", data={"start": "cohort:fall-2026"})
    return browser
