"""Keys for practice systems: shown once, good until revoked; a refused name stays typed."""

import pytest


@pytest.fixture
def manager(server, staff):
    one = staff("manager")
    one.page.goto(server.address + "/manage/keys")
    return one


def test_add_and_revoke_a_key(server, manager):
    page = manager.page
    page.locator('[name="label"]').fill("Journal Plus")
    manager.press("add-key")
    key = page.locator(".key").inner_text()
    listed = {"authorization": f"Bearer {key}"}
    assert server.ask("GET", "/api/visits", headers=listed).status == 200
    # Once only.
    page.goto(server.address + "/manage/keys")
    assert key not in page.content()
    row = page.locator("li", has_text="Journal Plus")
    row.locator('[data-act="revoke-key"]').click()
    manager.says("Gemt")
    assert "trukket tilbage" in row.inner_text()
    assert row.locator('[data-act="revoke-key"]').count() == 0
    assert server.ask("GET", "/api/visits", headers=listed).status == 401


def test_a_refused_key_stays_typed(manager):
    page = manager.page
    long = "Journal " * 15
    page.locator("main form.card").evaluate("form => { form.noValidate = true; }")
    page.locator('[name="label"]').evaluate("(one, value) => { one.value = value; }", long)
    manager.press("add-key")
    alert = page.locator('main [role="alert"]')
    alert.wait_for()
    assert "Navnet er for langt" in alert.inner_text()
    assert page.locator('[name="label"]').input_value() == long
    assert page.locator(".key").count() == 0
