"""Two windows of one person: the newer one has the call, the older one says so and takes it back with a press."""


def test_a_clinician_comes_back(server, patient, staff):
    visit = server.book("To Vinduer")
    first = staff()
    second = staff_window(first)
    elsewhere = first.page.locator("#elsewhere")
    elsewhere.wait_for()
    assert elsewhere.inner_text().strip()
    tove = patient(visit)
    tove.becomes_ready()

    # The call is accepted where the connection is; both windows know of it.
    second.admit(visit).is_in_call()
    tove.is_in("inCall")
    second.sees(20)
    tove.sees(20)

    first.press("come-back", "#elsewhere")
    first.is_in_call().sees(20)
    tove.sees(20)
    second.page.locator("#elsewhere").wait_for()
    elsewhere.wait_for(state="hidden")
    first.ends("completed")
    tove.is_in("ended")


def staff_window(one):
    """Another window of the same browser, with the same session."""
    from people import Staff

    another = Staff(one.window, one.server, one.who)
    another.page = one.window.open_page()
    another.page.goto(one.server.address + "/clinic")
    another.page.locator("main[data-state]").wait_for()
    another.path_is_up()
    return another


def test_a_patient_comes_back(server, patient, staff):
    visit = server.book("Frem Tilbage")
    desktop, telephone, clinician = patient(visit), patient(visit, size=(360, 640)), staff()
    desktop.becomes_ready()
    telephone.open().is_in("arrived", "waiting")
    desktop.is_in("moved")
    place = telephone.place

    desktop.press("come-back")
    desktop.is_in("arrived", "waiting").is_ready()
    telephone.is_in("moved")
    assert desktop.place == place
    clinician.admit(visit).is_in_call()
    desktop.is_in("inCall").sees(20)

    # In the middle of the call as well.
    telephone.press("come-back")
    telephone.is_in("inCall").sees(20)
    clinician.sees(20)
    desktop.is_in("moved")
    assert visit.state == "inCall"
