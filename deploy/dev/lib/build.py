"""Building the programs, and finding what was built."""

import os
from pathlib import Path

from processes import run_tool, run_visibly
from state import ROOT, State
from terminal import Watch, doing, done


class Build:
    def __init__(self, state: State, configuration: str):
        self.configuration = configuration
        scratch = ROOT / ".build"
        # The tree may belong to somebody else, who built in it: then this user's build goes into the state folder.
        writable = os.access(scratch if scratch.exists() else ROOT, os.W_OK)
        self.options = ["--package-path", str(ROOT), "-c", configuration]
        if configuration == "release":
            # What nobody calls of the standard library and Foundation is left out: less memory at rest, a quicker start, and
            # nothing to install beside the program.
            self.options.append("--static-swift-stdlib")
        if not writable:
            self.options += ["--scratch-path", str(state.folder / "build")]

    def products(self, *names: str) -> Path:
        """Builds these products and says in which folder they are."""
        watch = Watch()
        doing("Build", f"{', '.join(names)} ({self.configuration}; the first time takes minutes)")
        for name in names:
            run_visibly(
                f"Building {name}",
                ["swift", "build", *self.options, "--product", name],
                cures=("The compiler's message stands above.",),
            )
        done("Build", f"{self.configuration}, {watch}")
        return self.folder()

    def folder(self) -> Path:
        shown = run_tool("swift build --show-bin-path", ["swift", "build", *self.options, "--show-bin-path"])
        return Path(shown.stdout.strip())
