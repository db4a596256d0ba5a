"""What the page journey needs: Chromium from Debian, Selenium and axe-core from PyPI, in an environment of their own."""

from pathlib import Path

from processes import run_tool
from state import State

SELENIUM = "selenium==4.40.0"
# Carries axe-core as a file; the rest of it (and Playwright, which it would bring along) is not used.
AXE = "axe-playwright-python==0.1.8"


def python_with_browser_packages(state: State) -> Path:
    """The interpreter of that environment, made at the first call."""
    folder = state.folder / "browser"
    python = folder / "bin" / "python"
    complete = folder / "complete"
    if not complete.exists() or complete.read_text(encoding="utf-8") != f"{SELENIUM} {AXE}":
        run_tool("python3 -m venv", ["/usr/bin/python3", "-m", "venv", "--clear", str(folder)])
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        cure = ("The package index must be reachable for the first run.",)
        run_tool("pip install selenium", [*pip, SELENIUM], cures=cure)
        run_tool("pip install axe-core", [*pip, "--no-deps", AXE], cures=cure)
        complete.write_text(f"{SELENIUM} {AXE}", encoding="utf-8")
    return python
