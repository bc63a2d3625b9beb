"""What every scenario starts from: a server, a browser, and people."""

import contextlib
import shutil

import pytest
from browsers import Window, launch
from laboratory import calls, laboratory
from people import Patient, Staff
from playwright.sync_api import sync_playwright
from server import TOP, Server


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright):
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory, request):
    """A server of the scenario's own, with the demonstration's two clinics."""
    with serving(tmp_path_factory.mktemp(request.module.__name__) / "data") as one:
        yield one


@pytest.fixture(scope="module")
def network():
    """A network of the scenario's own, whose line can be spoilt."""
    with laboratory() as made:
        yield made


@pytest.fixture(scope="module")
def call(playwright, network, request):
    """Brings a patient behind that line and a clinician on a clean one into a call."""
    name = request.module.__name__.removeprefix("test_").replace("_", "-")
    with calls(playwright, network, name) as begin:
        yield begin


@contextlib.contextmanager
def serving(folder, *more, command="demo"):
    folder.mkdir(parents=True, exist_ok=True)
    one = Server(folder, *more, command=command)
    try:
        yield one.start()
    finally:
        one.stop()
        records = TOP / "E2E/records"
        records.mkdir(exist_ok=True)
        shutil.copy(folder.with_suffix(".log"), records / f"{folder.parent.name}.log")
    assert "Fatal error" not in one.said(), one.said()[-3000:]


@pytest.fixture
def windows(chromium, request):
    """Opens windows, and at the end looks whether a page had a fault."""
    opened = []

    def open_window(browser=None, **options):
        window = Window(browser or chromium, **options)
        opened.append(window)
        return window

    yield open_window
    failed = getattr(request.node, "failed", False)
    for number, window in enumerate(opened):
        if failed:
            with contextlib.suppress(Exception):
                path = TOP / "E2E/records" / f"{request.node.name}-{number}.png"
                window.page.screenshot(path=path, full_page=True, timeout=5000)
                path.with_suffix(".html").write_text(window.page.content())
        window.close()
    faults = [fault for window in opened for fault in window.faults]
    assert failed or not faults, f"faults in pages: {faults}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed and report.when == "call":
        item.failed = True
    return report


@pytest.fixture
def patient(windows):
    """A patient with a window of their own: patient(visit) or patient(link=..., server=...)."""
    return lambda visit=None, link=None, server=None, **options: Patient(windows(**options), visit, link, server)


@pytest.fixture
def staff(windows, server):
    """Somebody of the clinic, signed in: staff(), staff("secretary"), staff(nth=1), staff(clinic=1)."""

    def come(role="clinician", nth=0, clinic=0, browser=None, **options):
        who = server.staff(role, nth, clinic)
        return Staff(windows(browser, **options), server, who).sign_in()

    return come
