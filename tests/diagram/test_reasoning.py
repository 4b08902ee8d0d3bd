"""Proofs, plans, states and rules as pictures of the project's own knowledge."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg.diagram import Diagram, argument
from kg.diagram.kinds import Material, draw
from kg.diagram.model import EdgeKind, NodeKind
from kg.diagram.text import as_text
from kg.errors import Faults
from kg.load import Knowledge, read_assessment
from kg.messages import LANGUAGES
from kg.reason import Program, check, parse, stratify
from kg.recommend import advise, make_request
from kg.recommend.request import model_of
from kg.vocabulary import individual

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
DAY = date(2026, 11, 23)
EVERYTHING = 99
Golden = Callable[[str, str], None]
Draw = Callable[..., Diagram]


@pytest.fixture(scope="module")
def drawn(knowledge: Knowledge, program: Program) -> Draw:
    """Draws a kind, perhaps of an assessment."""

    def draw_one(
        kind: str, path: Path | None = None, language: str = "nb", **choices: object
    ) -> Diagram:
        model, advices = model_of(knowledge.known, None), ()
        if path:
            observations = read_assessment(path, knowledge.known, DAY)
            actors = frozenset(each.actor for each in observations)
            request = make_request(knowledge.known, actors, DAY, {"model": choices.get("model")})  # type: ignore[dict-item]
            advices = (advise(knowledge, program, observations, request),)  # type: ignore[assignment]
        rules = choices.get("program", program)
        return draw(kind, Material(knowledge, rules, language, model, advices, choices))  # type: ignore[arg-type]

    return draw_one


@pytest.fixture(scope="module")
def extremes(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> dict[str, Path]:
    """Who tells nothing of any criterion, and who has all of them in place."""
    from kg.graph import objects
    from kg.labels import word
    from kg.vocabulary import HAS_CRITERION

    known, folder = knowledge.known, tmp_path_factory.mktemp("extremes")
    criteria = objects(known, individual("bolig-for-velferd"), HAS_CRITERION)
    rows = {
        "nothing": ["tomvik,2026-11-01,small-staff,yes"],
        "everything": [f"gronvik,2026-11-01,{word(known, each)},green" for each in criteria],
    }
    for name, lines in rows.items():
        told = "\n".join(["actor,date,about,value", *lines, ""])
        (folder / f"{name}.csv").write_text(told, encoding="utf-8")
    return {name: folder / f"{name}.csv" for name in rows}


@pytest.mark.parametrize("language", LANGUAGES)
def test_proofs_plans_and_states_are_as_a_reader_has_approved(
    drawn: Draw, golden: Golden, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """The outline says all that the picture does, in each language."""
    monkeypatch.chdir(ROOT)
    example = Path("examples", "fjordvik.csv")
    told = [
        as_text(drawn("proof", example, language, criterion="anchoring")),
        as_text(drawn("proof", example, language, criterion="strategy", depth=EVERYTHING)),
        as_text(drawn("plan", example, language)),
        as_text(drawn("states", example, language)),
    ]

    golden(f"diagram/reasoning-{language}.txt", "\n".join(told))


@pytest.mark.parametrize(
    ("language", "choices"),
    [("nb", {}), ("nn", {"stratum": 5}), ("en", {"rule": "nothing-in-the-way-is-ready"})],
    ids=["all", "stratum", "rule"],
)
def test_rules_are_as_a_reader_has_approved(
    drawn: Draw, golden: Golden, language: str, choices: dict[str, object]
) -> None:
    """All rules by folder, those of a stratum, those next to a rule."""
    name = "-".join(["rules", *choices])
    golden(f"diagram/{name}.txt", as_text(drawn("rules", None, language, **choices)))


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_what_a_proof_leaves_out_is_counted(
    drawn: Draw, depth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nodes drawn and those said to be left out are the whole proof, whatever the depth."""
    monkeypatch.setattr(argument, "MOST", 100)
    example = EXAMPLES / "rikvoll.csv"
    whole = drawn("proof", example, criterion="anchoring", depth=EVERYTHING)
    part = drawn("proof", example, criterion="anchoring", depth=depth)

    (told,) = [note for note in part.notes if "ikke tegnet" in note]
    assert len(part.nodes) + int(told.split()[0]) == len(whole.nodes)
    assert not [note for note in whole.notes if "ikke tegnet" in note]
    ends = {end for edge in part.edges for end in (edge.start, edge.end)}
    assert ends == {node.id for node in part.nodes}


def test_a_sum_of_many_names_some_and_counts_the_others(
    drawn: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was added up is cut where it is long, and the cut is told."""
    monkeypatch.setattr(argument, "MOST", 2)
    diagram = drawn("proof", EXAMPLES / "fjordvik.csv", criterion="anchoring", depth=EVERYTHING)

    (total,) = [node for node in diagram.nodes if node.kind == NodeKind.SUM]
    grounds = [edge for edge in diagram.edges if edge.end == total.id]
    assert len(grounds) < 16  # eight reasons, each with its weight
    assert f"+ {16 - len(grounds)} til, ikke tegnet" in total.details


def test_a_proof_tells_its_grounds_apart_and_draws_each_once(drawn: Draw) -> None:
    """Observations, claims, choices, rules and absences have looks of their own."""
    diagram = drawn("proof", EXAMPLES / "fjordvik.csv", criterion="anchoring", depth=EVERYTHING)

    expected = {
        NodeKind.CONCLUSION,
        NodeKind.RULE,
        NodeKind.OBSERVATION,
        NodeKind.REPORT,
        NodeKind.CHOICE,
        NodeKind.ABSENCE,
        NodeKind.SUM,
    }
    assert {node.kind for node in diagram.nodes} == expected
    told = [node.name for node in diagram.nodes if node.kind != NodeKind.ABSENCE]
    assert len(told) == len(set(told))
    shared = {edge.start for edge in diagram.edges}
    assert len(diagram.edges) > len(shared)


def test_any_derived_fact_has_a_proof_and_no_other(drawn: Draw) -> None:
    """A fact is asked for as to the engine; what does not follow is refused with what does."""
    example = EXAMPLES / "fjordvik.csv"
    diagram = drawn("proof", example, fact="id:fjordvik nst:hasInPlace id:competence")

    assert diagram.nodes[0].kind == NodeKind.CONCLUSION
    with pytest.raises(Faults) as refusal:
        drawn("proof", example, fact="id:fjordvik nst:hasInPlace id:strategy")
    assert [fault.key for fault in refusal.value.each()] == ["fact-not-derived"]


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES.glob("*.csv")))
def test_a_plan_never_goes_back(drawn: Draw, name: str) -> None:
    """Each line leads from a stage to a later one, and from the stage just before to each step."""
    diagram = drawn("plan", EXAMPLES / f"{name}.csv")
    stages = list(dict.fromkeys(node.rank for node in diagram.nodes))
    at = {node.id: stages.index(node.rank) for node in diagram.nodes}

    assert all(at[edge.start] < at[edge.end] for edge in diagram.edges)
    for step, stage in at.items():
        before = [at[edge.start] for edge in diagram.edges if edge.end == step]
        assert max(before, default=-1) == stage - 1


def test_who_knows_nothing_finds_out_and_who_has_everything_is_done(
    drawn: Draw, extremes: dict[str, Path]
) -> None:
    """The first stage of the one is questions; the other needs no step."""
    nothing, everything = (drawn("plan", extremes[name]) for name in ("nothing", "everything"))

    assert {node.kind for node in nothing.nodes if node.rank == nothing.nodes[0].rank} == {
        NodeKind.QUESTION
    }
    assert {node.kind for node in everything.nodes} == {NodeKind.MET}
    assert not everything.edges


@pytest.mark.parametrize(
    ("name", "kind"),
    [("fjordvik", NodeKind.BEYOND), ("storfoss", NodeKind.HERE), ("nothing", NodeKind.HERE)],
)
def test_the_actor_has_one_place_in_the_lattice(
    drawn: Draw, extremes: dict[str, Path], name: str, kind: NodeKind
) -> None:
    """It stands in its state, or outside if that is none; lines add one criterion at a time."""
    diagram = drawn("states", extremes.get(name, EXAMPLES / f"{name}.csv"))
    size = {node.id: int(node.rank) for node in diagram.nodes}

    assert [node.kind for node in diagram.nodes if node.badge] == [kind]
    up = [edge for edge in diagram.edges if edge.kind != EdgeKind.NEAREST]
    assert all(size[edge.end] == size[edge.start] + 1 for edge in up)
    feasible = [node for node in diagram.nodes if node.kind != NodeKind.BEYOND]
    assert len(feasible) == 34
    assert len({node.name for node in feasible}) == 34


def test_every_rule_stands_in_its_stratum(drawn: Draw, program: Program) -> None:
    """Each rule is told once, and nothing feeds what runs before it."""
    diagram = drawn("rules")
    names = [rule.name for stratum in program for rule in (*stratum.once, *stratum.general)]
    words = [word.strip(",.:") for node in diagram.nodes for word in node.sentence.split()]
    strata = {node.id: node.rank for node in diagram.nodes}

    assert [name for name in names if words.count(name) != 1] == []
    assert all(strata[edge.start] <= strata[edge.end] for edge in diagram.edges)
    assert {edge.kind for edge in diagram.edges if edge.drawn} == {
        EdgeKind.FEEDS,
        EdgeKind.FEEDS_WHOLE,
    }


def test_anybodys_rules_are_drawn_one_by_one(drawn: Draw) -> None:
    """Few rules need no folders; what must be complete first has a line of its own."""
    texts = {
        "makes": "CONSTRUCT { ?x <urn:b> ?x } WHERE { ?x <urn:a> ?y }",
        "lacks": "CONSTRUCT { ?x <urn:c> ?x } WHERE { ?x <urn:a> ?y "
        "FILTER NOT EXISTS { ?x <urn:b> ?x } }",
    }
    rules = [each for name, text in texts.items() for each in parse(text, f"{name}.rq", name)]
    diagram = drawn("rules", program=stratify(check(rules)))

    assert [node.name for node in diagram.nodes] == ["makes", "lacks"]
    assert [(edge.kind, edge.label) for edge in diagram.edges] == [(EdgeKind.FEEDS_WHOLE, "urn:b")]


@pytest.mark.parametrize("choices", [{"rule": "unlock-others"}, {"stratum": 99}])
def test_what_is_no_rule_and_no_stratum_is_refused(drawn: Draw, choices: dict[str, object]) -> None:
    """The fault says what there is."""
    with pytest.raises(Faults) as refusal:
        drawn("rules", **choices)

    (fault,) = refusal.value.each()
    assert fault.key == "choice-unknown"
    assert fault.allowed


def test_no_picture_depends_on_the_order_of_a_set() -> None:
    """Two processes that hash differently write the same bytes."""
    line = (
        "import sys\n"
        "from kg.cli import main\n"
        "example = 'examples/rikvoll.csv --as-of 2026-11-23'\n"
        "for words in (f'proof {example} --criterion anchoring', f'plan {example}',"
        " f'states {example}', 'rules'):\n"
        "    sys.argv = ['nestesteg', 'diagram', *words.split(), '--format', 'dot']\n"
        "    main()\n"
    )
    written = [
        subprocess.run(
            [sys.executable, "-c", line],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert written[0].count(b"digraph") == 4
    assert written[0] == written[1]
