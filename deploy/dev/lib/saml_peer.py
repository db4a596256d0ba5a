"""python3-saml from PyPI, in an environment of its own: the peer of the SAML benchmark."""

from pathlib import Path

from processes import run_tool
from state import State
from terminal import Failure, warn

PYTHON3_SAML = "python3-saml==1.16.0"


def python_with_saml(state: State) -> Path | None:
    """The interpreter of that environment, made at the first call; None, said aloud, where it can't be had."""
    folder = state.folder / "python3-saml"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        try:
            run_tool("python3 -m venv", ["/usr/bin/python3", "-m", "venv", "--clear", str(folder)])
            pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            run_tool("pip install python3-saml", [*pip, PYTHON3_SAML])
        except Failure as failure:
            warn(f"Without python3-saml as a peer: {failure}")
            return None
        (folder / "complete").touch()
    return python
