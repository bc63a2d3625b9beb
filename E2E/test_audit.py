"""The manager's log: when, who, what, and whether it was refused; by day; nobody else's, and nobody else may read it."""

from axe_playwright_python.sync_playwright import Axe


def rows(one, act=None):
    where = f'[data-audit="{act}"]' if act else "[data-audit]"
    return one.page.locator(f"tr{where}")


def test_audit(server, patient, staff):
    visit, elsewhere = server.book("Log Lotte"), server.book("Nabo Niels", clinic=1)
    patient(visit).arrive()
    secretary, manager = staff("secretary"), staff("manager")
    secretary.sees_in(visit, "arrived", "waiting")
    assert secretary.act(f"/visits/{visit.id}/admit", {})["status"] == 403
    assert secretary.act(f"/visits/{elsewhere.id}/cancel", {})["status"] == 404
    staff(clinic=1)

    manager.page.goto(server.address + "/manage/audit")
    arrived = rows(manager, "arrive").first.inner_text()
    assert "Log Lotte (Patient)" in arrived and "Kom i venteværelset" in arrived and "udført" in arrived
    refused = rows(manager, "admit").first.inner_text()
    assert secretary.name in refused and "afvist" in refused and "Det kan kun en behandler" in refused
    assert "Nøglen Demonstration" in rows(manager, "book").first.inner_text()
    assert rows(manager, "signIn").filter(has_text=secretary.name).count() == 1
    # Nothing of the neighbours: neither their people nor their patients.
    told = manager.page.locator("main").inner_text()
    assert "Nabo Niels" not in told and server.staff(clinic=1)["name"] not in told
    # From the visit's name to its facts.
    rows(manager, "arrive").first.locator("a").click()
    manager.page.wait_for_url(f"**/visits/{visit.id}/facts")

    manager.page.goto(server.address + "/manage/audit")
    manager.page.locator('[name="refused"]').check()
    manager.press("show-audit")
    manager.page.wait_for_url("**refused=yes*")
    results = {row.get_attribute("data-result") for row in rows(manager).all()}
    assert results == {"refused"}
    # Another day, and one that is none.
    manager.page.locator("#day").fill("2024-02-29")
    manager.press("show-audit")
    manager.says("Der er ikke noget den dag")
    manager.page.goto(server.address + "/manage/audit?day=i-gaar")
    assert rows(manager).count() > 3
    # Reading it is a line of it.
    assert rows(manager, "seeAudit").count() >= 3


def test_only_a_manager_reads_it(server, staff):
    secretary, manager = staff("secretary"), staff("manager")
    assert secretary.page.goto(server.address + "/manage/audit").status == 403
    manager.page.goto(server.address + "/manage/audit?refused=yes")
    assert secretary.name in rows(manager, "seeAudit").first.inner_text()


def test_the_log_is_accessible(server, staff):
    for theme in ("light", "dark"):
        manager = staff("manager", color_scheme=theme, size=(360, 640))
        manager.page.goto(server.address + "/manage/audit")
        found = [one for one in Axe().run(manager.page).response["violations"] if one["impact"] in ("serious", "critical")]
        assert not found, found
        assert manager.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
