"""Writes Tests/ArchitectureTests/AttacksRegister/Register.txt from the citations that stand beside tests.

A test cites the line of the security bar that it covers, in a comment or in the name of a case: `attacks 5.4 #26, #30`,
`1.6 #108-#110`. The citation belongs to the test function that it stands in, or to the next one below it.

    python3 deploy/dev/lib/attacks_register.py ../shared/design/attacks.md
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
REGISTER = ROOT / "Tests" / "ArchitectureTests" / "AttacksRegister" / "Register.txt"
HEAD = "// Each line of the security bar, and the tests that cover it. Written by deploy/dev/lib/attacks_register.py.\n"

CITATION = re.compile(
    r"(?:attacks\s+(?P<part>\d)|(?<![\d.])(?P<section>\d\.\d+))\s+"
    r"(?P<numbers>(?:#\d+(?:\s*[-–]\s*#?\d+)?(?:\s*(?:,|and|;)\s*)?)+)"
)
TEST = re.compile(r"@Test\b")
FUNCTION = re.compile(r"\bfunc\s+(\w+)")


def numbers_asked(text: str) -> list[str]:
    section, numbers = "", []
    for line in text.splitlines():
        if heading := re.match(r"##+ (\d+(?:\.\d+)?)", line):
            section = heading[1]
        elif item := re.match(r"(\d+)\. ", line):
            numbers.append(f"{section} #{item[1]}")
    return numbers


def without_comment_marks(text: str) -> str:
    """Line breaks inside of a comment are spaces, at the same places, so that a citation may go over two lines."""
    return re.sub(r"\n\s*//+ ?", lambda match: " " * len(match[0]), text)


def test_functions(text: str) -> list[tuple[int, int, str]]:
    """(where its attribute begins, where the next one's begins, name)"""
    starts = [match.start() for match in TEST.finditer(text)]
    found = []
    for index, start in enumerate(starts):
        if function := FUNCTION.search(text, start):
            found.append((start, starts[index + 1] if index + 1 < len(starts) else len(text), function[1]))
    return found


def end_of_body(text: str, start: int) -> int:
    """Where the first brace after `start` is closed. Good enough for formatted code: closing braces stand alone."""
    line_start = text.rfind("\n", 0, start) + 1
    indent = re.match(r"\s*", text[line_start:])[0]
    closing = re.compile(rf"^{indent}\}}", re.MULTILINE).search(text, start)
    return closing.end() if closing else len(text)


def citations() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "Tests").rglob("*.swift")):
        target = path.relative_to(ROOT / "Tests").parts[0]
        if not target.endswith("Tests") or target == "ArchitectureTests":
            continue
        text = path.read_text(encoding="utf-8")
        functions = test_functions(text)
        for citation in CITATION.finditer(without_comment_marks(text)):
            # In a test's body, or above the next one.
            owner = next((f for f in functions if f[0] <= citation.start() < end_of_body(text, f[0])), None) or next(
                (f for f in functions if f[0] > citation.start()), None
            )
            if not owner:
                continue
            for number in expanded(citation["numbers"]):
                tests = found.setdefault(f"{citation['part'] or citation['section']} #{number}", [])
                name = f"{target}/{owner[2]}"
                if name not in tests:
                    tests.append(name)
    return found


def expanded(numbers: str) -> list[int]:
    result = []
    for match in re.finditer(r"#(\d+)(?:\s*[-–]\s*#?(\d+))?", numbers):
        result += range(int(match[1]), int(match[2] or match[1]) + 1)
    return result


def main() -> None:
    asked = numbers_asked(Path(sys.argv[1]).read_text(encoding="utf-8"))
    found = citations()
    unknown = sorted(set(found) - set(asked))
    if unknown:
        print(f"Cited, but not in the security bar: {', '.join(unknown)}", file=sys.stderr)
    lines = [f"{number} | {', '.join(found.get(number, [])) or 'not yet'}\n" for number in asked]
    REGISTER.write_text(HEAD + "".join(lines), encoding="utf-8")
    covered = sum(number in found for number in asked)
    print(f"{covered} of {len(asked)} lines are covered by a test.")


if __name__ == "__main__":
    main()
