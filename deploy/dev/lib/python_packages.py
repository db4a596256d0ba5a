"""Packages from PyPI that tests need, each set in an environment of its own."""

from pathlib import Path

from processes import run_tool
from state import State

SELENIUM = "selenium==4.40.0"
# Carries axe-core as a file; the rest of it (and Playwright, which it would bring along) is not used.
AXE = "axe-playwright-python==0.1.8"
# An authenticator app and a reader of QR codes, each by somebody else.
FACTORS = ["pyotp==2.9.0", "zxing-cpp==3.1.1", "pillow==13.0.0", "numpy==2.4.6"]
SCIM_MODELS = "scim2-models==0.12.3"
OPENAPI = "openapi-spec-validator==0.7.2"


def python_with_browser_packages(state: State) -> Path:
    """The interpreter that drives Chromium, which comes from Debian."""
    return _python(state, "browser", [SELENIUM, *FACTORS], without_dependencies=[AXE])


def python_with_scim_models(state: State) -> Path:
    """The interpreter with a strict client's idea of SCIM."""
    return _python(state, "scim-models", [SCIM_MODELS])


def python_with_openapi(state: State) -> Path:
    """The interpreter that knows OpenAPI's specification."""
    return _python(state, "openapi", [OPENAPI])


def _python(state: State, name: str, packages: list[str], without_dependencies: list[str] | None = None) -> Path:
    """The environment's interpreter; the environment is made at the first call, and anew when its packages change."""
    bare = without_dependencies or []
    folder = state.folder / name
    python = folder / "bin" / "python"
    complete = folder / "complete"
    wanted = " ".join([*packages, *bare])
    if not complete.exists() or complete.read_text(encoding="utf-8") != wanted:
        run_tool("python3 -m venv", ["/usr/bin/python3", "-m", "venv", "--clear", str(folder)])
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        cure = ("The package index must be reachable for the first run.",)
        run_tool(f"pip install {' '.join(packages)}", [*pip, *packages], cures=cure)
        if bare:
            run_tool(f"pip install {' '.join(bare)}", [*pip, "--no-deps", *bare], cures=cure)
        complete.write_text(wanted, encoding="utf-8")
    return python
