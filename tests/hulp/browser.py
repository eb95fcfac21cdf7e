"""De Chromium van het systeem, in het Nederlands en op Brusselse tijd, zonder eigen verkeer."""

import shutil

import pytest

ARGUMENTEN = [
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",  # een proces minder om elk beeld naartoe te brengen
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium():
    """Waar de browser staat; None als er geen is. Die zonder venster opent minder processen."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": chromium(), "args": ARGUMENTEN}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "nl-BE", "timezone_id": "Europe/Brussels"}
