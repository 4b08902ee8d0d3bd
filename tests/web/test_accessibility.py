"""The pages in a real browser, looked at by axe-core: WCAG 2.2, level A and AA.

It runs where there is a browser, node, and a folder with what `./dev axe` asks for; elsewhere it is
skipped, and says so.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.messages import LANGUAGES

FOLDER = Path(os.environ.get("NESTESTEG_AXE", "")).absolute() / "node_modules"
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), "")
NODE = shutil.which("node") or ""
LACKING = [
    name
    for name, there in {
        "node": bool(NODE),
        "chromium": bool(BROWSER),
        "NESTESTEG_AXE with axe-core": (FOLDER / "axe-core").is_dir(),
        "NESTESTEG_AXE with playwright-core": (FOLDER / "playwright-core").is_dir(),
    }.items()
    if not there
]
LOOK = Path(__file__).with_name("look.mjs")
EXAMPLES = Path(__file__).parents[2] / "examples"
FACT = "s=id:fjordvik/anchoring&p=nst:state&o=id:state-ready"
SERVED = (
    "/",
    "/queries",
    "/queries?q=startlon",
    "/queries/criteria-of-a-model",
    "/queries/facts-on-a-municipality",
    "/queries/next-step-of-each",
    "/queries/reasons-that-count-most",
    "/queries/criteria-of-a-model?model=six",
    "/queries/nothing",
    "/sparql",
    "/sparql?query=SELECT+*+{+?s+?p+?o+}+LIMIT+30",
    "/sparql?query=DESCRIBE+id:fjordvik",
    "/sparql?query=SELECT+*+{+?s+nst:",
    "/id/fjordvik/anchoring.html",
    "/id/nothing",
    f"/why?{FACT}",
    "/why?s=a",
    "/nowhere",
)
DOCUMENTS = (
    "index",
    "criteria",
    "criterion-anchoring",
    "dataset",
    "findings",
    "municipalities",
    "numbers",
    "rules",
    "scales",
    "section-grep",
    "vocabulary",
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where a service with a folder of assessments listens."""
    words = ["--port", "0", "--lang", "en", "--log", "none", "--as-of", "2026-11-23"]
    command = [sys.executable, "-m", "kg", "serve", *words, "--data", str(EXAMPLES)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as service:
        try:
            assert service.stdout
            found = re.search(r"http://127\.0\.0\.1:\d+", service.stdout.readline())
            assert found
            yield found[0]
        finally:
            service.terminate()


@pytest.mark.skipif(
    bool(LACKING) and not os.environ.get("NESTESTEG_REQUIRE_AXE"),
    reason=f"NOBODY LOOKED WHETHER THE PAGES ARE ACCESSIBLE: no {', '.join(LACKING)}",
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_page_can_be_used_by_everybody(address: str, language: str) -> None:
    """In both colour schemes, wide, and narrow without scrolling sideways; the policy holds."""
    assert LACKING == []
    paths = [f"{path}{'&' if '?' in path else '?'}lang={language}" for path in SERVED]
    paths += [f"/ontology/{language}/{name}.html" for name in DOCUMENTS]
    looks = (("light", 1200), ("dark", 1200), ("light", 320))
    visits = [
        {"url": f"{address}{path}", "scheme": scheme, "width": width}
        for path in [*paths, "/ontology/"]
        for scheme, width in looks
    ]
    done = subprocess.run(
        [NODE, str(LOOK), str(FOLDER), BROWSER],
        input=json.dumps(visits),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    told = json.loads(done.stdout)

    assert told["visits"] == len(visits) > 60
    assert told["found"] == []
