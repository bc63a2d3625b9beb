"""Signing out ends the session everywhere it is shown, and nothing of the clinic is left behind."""

from waiting import wait_until


def test_sign_out(server, staff):
    clinician = staff()
    cookies = {one["name"]: one["value"] for one in clinician.window.context.cookies()}
    other = clinician.window.open_page()
    other.goto(server.address + "/clinic")
    other.locator("main[data-state]").wait_for()
    clinician.press("sign-out")
    clinician.page.wait_for_url("**/sign-in*")
    # The other window of the same session is told, and asks for signing in as well.
    other.wait_for_url("**/sign-in*", timeout=30_000)

    # The cookie that somebody might have kept is worth nothing.
    kept = "; ".join(f"{name}={value}" for name, value in cookies.items())
    answer = server.ask("GET", "/clinic", headers={"cookie": kept})
    assert answer.status == 303 and answer.headers["location"].startswith("/sign-in")
    assert server.ask("GET", "/clinic/events", headers={"cookie": kept}).status == 401

    # Going back shows nothing from before.
    clinician.page.go_back()
    wait_until(lambda: "/sign-in" in clinician.page.url, 10, "the page to ask for signing in again")


def test_signing_in_leads_back(server, windows):
    from people import Staff

    window = windows()
    window.page.goto(server.address + "/manage/queue")
    assert "/sign-in" in window.page.url
    manager = Staff(window, server, server.staff("manager"))
    window.page.locator('input[name="account"]').fill(manager.who["account"])
    window.page.locator('input[type="password"]').fill(manager.who["password"])
    manager.press("sign-in")
    window.page.wait_for_url("**/manage/queue")
    # Only within this site.
    for evil in ("//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example"):
        answer = server.ask(
            "GET", "/sign-in?next=" + evil, headers={"cookie": "; ".join(
                f"{one['name']}={one['value']}" for one in window.context.cookies())})
        assert answer.headers["location"] == "/clinic", (evil, answer.headers["location"])
