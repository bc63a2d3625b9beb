"""People are added, changed, stopped and let in again, and given passwords; wrong input is said and stays typed."""

import pytest
from people import Staff


@pytest.fixture
def manager(server, staff):
    one = staff("manager")
    one.page.goto(server.address + "/manage/people")
    return one


def row(one, name):
    return one.page.locator("[data-staff]", has=one.page.locator("strong", has_text=name)).first


def fills(form, **fields):
    for name, value in fields.items():
        form.locator(f'[name="{name}"]').fill(value)


def alert(one):
    shown = one.page.locator('main [role="alert"]')
    shown.wait_for()
    return shown.inner_text()


def adds(one, name, account, password, role="clinician"):
    form = one.page.locator("main form.card")
    form.evaluate("form => { form.noValidate = true; }")
    fills(form, name=name, account=account, password=password)
    form.locator('[name="role"]').select_option(role)
    one.press("add-person")
    return form


def test_add_change_stop_and_start(server, manager, windows):
    adds(manager, "Per Vinther", "pervin", "meget hemmelig")
    manager.says("Gemt")
    per = Staff(windows(), server, {"name": "Per Vinther", "account": "pervin", "password": "meget hemmelig"})
    per.sign_in()
    assert "Behandler" in row(manager, "Per Vinther").inner_text()

    # Changed: the name and the role, in the same words as everywhere.
    one = row(manager, "Per Vinther")
    one.locator('[data-act="show-person"]').click()
    fills(one.locator("details form"), name="Per Vinter")
    one.locator('details [name="role"]').select_option("secretary")
    one.locator('[data-act="change-person"]').click()
    manager.says("Gemt")
    assert "Sekretær" in row(manager, "Per Vinter").inner_text()

    # A new password signs him out; only the new one is good.
    fills(row(manager, "Per Vinter"), password="en helt anden en")
    row(manager, "Per Vinter").locator('[data-act="set-password"]').click()
    manager.says("Gemt")
    per.page.wait_for_url("**/sign-in*", timeout=30_000)
    per.sign_in(password="meget hemmelig")
    assert "forkert" in alert(per)
    per.who["password"] = "en helt anden en"
    per.sign_in()

    # Stopped: signed out and not let in. Started: as before.
    row(manager, "Per Vinter").locator('[data-act="deactivate-person"]').click()
    manager.says("Gemt")
    assert "stoppet" in row(manager, "Per Vinter").inner_text()
    per.page.wait_for_url("**/sign-in*", timeout=30_000)
    per.sign_in(password="en helt anden en")
    assert "forkert" in alert(per)
    row(manager, "Per Vinter").locator('[data-act="activate-person"]').click()
    manager.says("Gemt")
    per.sign_in()


def test_a_refused_addition_stays_typed(manager):
    taken = manager.server.staff()["account"]
    for account, password, words in (
            (taken, "meget hemmelig", "Brugernavnet er allerede i brug"), ("lone", "kort", "mindst 10 tegn"),
            ("to ord", "meget hemmelig", "Brugernavnet må kun have")):
        form = adds(manager, "Lone Lund", account, password, "secretary")
        assert words in alert(manager)
        assert form.locator('[name="name"]').input_value() == "Lone Lund"
        assert form.locator('[name="account"]').input_value() == account
        assert form.locator('[name="role"]').input_value() == "secretary"
        assert form.locator('[name="password"]').input_value() == ""
    assert row(manager, "Lone Lund").count() == 0


def test_a_refused_change_stays_typed_where_it_was_typed(manager):
    adds(manager, "Maja Munk", "maja", "meget hemmelig")
    manager.says("Gemt")
    one = row(manager, "Maja Munk")
    one.locator('[data-act="show-person"]').click()
    form = one.locator("details form")
    fills(form, name="Maja Munk-Holm", account=manager.server.staff()["account"])
    form.locator('[name="role"]').select_option("manager")
    one.locator('[data-act="change-person"]').click()
    assert "Brugernavnet er allerede i brug" in alert(manager)
    form = row(manager, "Maja Munk").locator("details[open] form")
    assert form.locator('[name="name"]').input_value() == "Maja Munk-Holm"
    assert form.locator('[name="account"]').input_value() == manager.server.staff()["account"]
    assert form.locator('[name="role"]').input_value() == "manager"
    # The form for a new person is not the place for it.
    assert manager.page.locator('main form.card [name="name"]').input_value() == ""


def test_a_manager_cannot_lock_himself_out(manager):
    me = row(manager, manager.name)
    assert me.locator('[data-act="deactivate-person"]').count() == 0
    me.locator('[data-act="show-person"]').click()
    me.locator('details [name="role"]').select_option("secretary")
    box = me.locator('details [name="manages"]')
    if box.is_checked():
        box.uncheck()
    me.locator('[data-act="change-person"]').click()
    assert "ved dig selv" in alert(manager)
