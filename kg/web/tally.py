"""Counts what happens, for Prometheus to read; no names, no addresses, no texts."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

BOUNDS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0)  # seconds
Labels = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Tally:
    """Counters by name and labels, and how long requests took."""

    counters: Counter[tuple[str, Labels]] = field(default_factory=Counter)
    slower: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0

    def count(self, name: str, **labels: str) -> None:
        """One more."""
        self.counters[name, tuple(sorted(labels.items()))] += 1

    def took(self, seconds: float) -> None:
        """A request took so long."""
        self.seconds += seconds
        self.slower[bisect_left(BOUNDS, seconds)] += 1

    def text(self, gauges: Mapping[str, float]) -> str:
        """Everything in the text format of Prometheus.

        >>> tally = Tally()
        >>> tally.count("requests", status="200")
        >>> tally.text({"free_workers": 2}).splitlines()[:2]
        ['# TYPE nestesteg_free_workers gauge', 'nestesteg_free_workers 2']
        """
        lines = []
        for name, number in gauges.items():
            lines += [f"# TYPE nestesteg_{name} gauge", f"nestesteg_{name} {number:g}"]
        shown = ""
        for (name, labels), number in sorted(self.counters.items()):
            if name != shown:
                lines.append(f"# TYPE nestesteg_{name}_total counter")
                shown = name
            told = ",".join(f'{key}="{value}"' for key, value in labels)
            lines.append(f"nestesteg_{name}_total{{{told}}} {number}")
        return "\n".join([*lines, *self._histogram()]) + "\n"

    def _histogram(self) -> list[str]:
        lines, total = ["# TYPE nestesteg_request_seconds histogram"], 0
        for bound, number in zip([*BOUNDS, "+Inf"], self.slower, strict=True):
            total += number
            lines.append(f'nestesteg_request_seconds_bucket{{le="{bound}"}} {total}')
        return [
            *lines,
            f"nestesteg_request_seconds_sum {self.seconds:.6f}",
            f"nestesteg_request_seconds_count {total}",
        ]
