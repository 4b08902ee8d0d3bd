"""The example assessments as one dataset, with answers beside one of them."""

from pathlib import Path
from shutil import copy

import pytest
from situations import AS_OF

from kg.load import Knowledge
from kg.query import saved_queries
from kg.reason import Program
from kg.recommend.gather import Dates, told_store
from kg.resources import data_root
from kg.store import Store

EXAMPLES = Path(__file__).parents[2] / "examples"
ANSWERS = """
@prefix id: <https://w3id.org/nestesteg/id/> .
@prefix nst: <https://w3id.org/nestesteg/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
id:a a nst:Response ; nst:actor id:fjordvik ; nst:respondsTo id:anchoring ;
  nst:decision id:decision-overridden ; nst:overriddenBecause id:override-local-priority ;
  nst:remark "Ny ledelse først" ; nst:decidedOn "2026-11-20"^^xsd:date .
id:b a nst:Response ; nst:actor id:fjordvik ; nst:respondsTo id:involvement ;
  nst:decision id:decision-accepted ; nst:decidedOn "2026-11-20"^^xsd:date .
"""


@pytest.fixture(scope="session")
def assessments(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The example assessments, with answers beside the first."""
    folder = tmp_path_factory.mktemp("assessments")
    paths = [Path(copy(path, folder)) for path in sorted(EXAMPLES.glob("*.csv"))]
    paths[0].with_name(paths[0].name + ".answers.ttl").write_text(ANSWERS, encoding="utf-8")
    return paths


@pytest.fixture(scope="session")
def portfolio(knowledge: Knowledge, program: Program, assessments: list[Path]) -> Store:
    """What is known, told of the examples and inferred, as of a day."""
    queries = saved_queries(data_root())
    return told_store(knowledge, program, queries, assessments, Dates(AS_OF, AS_OF))
