"""A line of the bench: our figure beside its floor or peer in the same run, and the goal."""

from dataclasses import dataclass


@dataclass
class Measurement:
    name: str
    ours: float
    unit: str
    against: str | None = None
    theirs: float | None = None
    goal: float | None = None
    """Of the ratio where there is a peer, else of our figure."""
    less_is_better: bool = False

    @property
    def ratio(self) -> float | None:
        return self.ours / self.theirs if self.theirs else None

    @property
    def met(self) -> bool | None:
        if self.goal is None:
            return None
        figure = self.ours if self.ratio is None else self.ratio
        return figure <= self.goal if self.less_is_better else figure >= self.goal

    def as_json(self) -> dict:
        return {
            "name": self.name,
            "ours": self.ours,
            "unit": self.unit,
            "against": self.against,
            "theirs": self.theirs,
            "ratio": self.ratio,
            "goal": self.goal,
            "met": self.met,
        }


def table(rows: list[dict]) -> list[str]:
    head = ("", "ours", "unit", "theirs", "against", "ratio", "goal", "")
    lines = [head] + [
        (
            row["name"],
            _number(row["ours"]),
            row["unit"],
            _number(row["theirs"]),
            row["against"] or "",
            _number(row["ratio"]),
            _number(row["goal"]),
            {True: "met", False: "missed", None: ""}[row["met"]],
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    numbers = (1, 3, 5, 6)

    def cell(line: tuple, column: int) -> str:
        return line[column].rjust(widths[column]) if column in numbers else line[column].ljust(widths[column])

    return ["  ".join(cell(line, column) for column in range(len(head))).rstrip() for line in lines]


def _number(value: float | None) -> str:
    if value is None:
        return ""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 100 else f"{value:.3g}"
