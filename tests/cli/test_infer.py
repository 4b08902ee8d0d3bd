"""``nestesteg infer``: any rules, any data."""

import json
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from kg.cli.infer import run
from kg.cli.proof import Tree
from kg.errors import Faults
from kg.terms import Iri, Triple

if TYPE_CHECKING:
    from kg.reason.explain import Step

PREFIX = "PREFIX : <urn:x:>\n"
RULES = {
    "direct.rq": "CONSTRUCT { ?a :over ?b } WHERE { ?a :parent ?b }",
    "further.rq": "CONSTRUCT { ?a :over ?c } WHERE { ?a :parent ?b . ?b :over ?c "
    "FILTER NOT EXISTS { ?a :adopted true } }",
}
DATA = "@prefix : <urn:x:> . :a :parent :b . :b :parent :c . :c :parent :d ."
FACTS = [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("c", "d")]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with rules and data."""
    for name, text in RULES.items():
        (tmp_path / name).write_text(PREFIX + text, encoding="utf-8")
    (tmp_path / "family.ttl").write_text(DATA, encoding="utf-8")
    return tmp_path


def infer(folder: Path, *words: str, rules: str = "", data: str = "") -> tuple[int, str, str]:
    """Status, output and errors of the command on the folder's rules and data."""
    paths = [
        [str(folder / name) for name in (given or default).split()]
        for given, default in ((rules, "direct.rq further.rq"), (data, "family.ttl"))
    ]
    command = [sys.executable, "-m", "kg", "infer", "--rules", *paths[0], "--data", *paths[1]]
    done = subprocess.run([*command, *words], capture_output=True, check=False, encoding="utf-8")
    return done.returncode, done.stdout, done.stderr


def test_only_the_new_facts_are_printed(files: Path) -> None:
    """One a line in N-Triples, in order."""
    lines = [f"<urn:x:{one}> <urn:x:over> <urn:x:{other}> ." for one, other in FACTS]

    assert infer(files, "--format", "nt") == (0, "\n".join(lines) + "\n", "")


def test_rules_in_rl_give_what_the_same_rules_in_construct_give(files: Path) -> None:
    """The two languages meet in one engine."""
    text = (
        f"{PREFIX}RULE {{ ?a :over ?b }} WHERE {{ ?a :parent ?b }}\n"
        "RULE { ?a :over ?c } WHERE { ?a :parent ?b . ?b :over ?c . NOT { ?a :adopted true } }"
    )
    (files / "both.srl").write_text(text, encoding="utf-8")

    assert infer(files, rules="both.srl") == infer(files)


def test_rl_that_imports_is_refused(files: Path) -> None:
    """No rule file fetches another."""
    (files / "more.srl").write_text("IMPORTS <https://example.org/rules.srl>", encoding="utf-8")

    status, out, told = infer(files, rules="more.srl")

    assert (status, out) == (1, "")
    assert "more.srl:1:9: NS" in told


def test_turtle_can_be_data_again(files: Path) -> None:
    """What follows, given with the data, leaves nothing new."""
    _, turtle, _ = infer(files)
    (files / "more.ttl").write_text(turtle, encoding="utf-8")

    assert infer(files, data="family.ttl more.ttl") == (0, "", "")


def test_json_has_the_form_of_query_results(files: Path) -> None:
    """A row a fact."""
    _, written, _ = infer(files, "--format", "json")

    assert len(json.loads(written)["results"]["bindings"]) == len(FACTS)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("family.nt", "<urn:x:a> <urn:x:parent> <urn:x:b> ."),
        ("family.nq", "<urn:x:a> <urn:x:parent> <urn:x:b> <urn:g> ."),
    ],
)
def test_n_triples_and_n_quads_are_data_as_well(files: Path, name: str, text: str) -> None:
    """Graph names are left out."""
    (files / name).write_text(text, encoding="utf-8")

    assert infer(files, "--format", "nt", data=name)[1] == ("<urn:x:a> <urn:x:over> <urn:x:b> .\n")


def test_a_fact_is_explained_as_a_tree(files: Path) -> None:
    """Facts, the rules that made them, what was given, what was not found."""
    status, tree, errors = infer(
        files, "--lang", "en", "--explain", "<urn:x:b> <urn:x:over> <urn:x:d>"
    )

    assert (status, errors) == (0, "")
    assert tree.splitlines()[:6] == [
        "<urn:x:b> <urn:x:over> <urn:x:d>",
        "  by the rule further",
        "    <urn:x:b> <urn:x:parent> <urn:x:c>  (given)",
        "    <urn:x:c> <urn:x:over> <urn:x:d>",
        "      by the rule direct",
        "        <urn:x:c> <urn:x:parent> <urn:x:d>  (given)",
    ]
    assert "<urn:x:b> <urn:x:adopted>" in tree.splitlines()[6]


def test_a_long_chain_can_be_explained() -> None:
    """The depth of a proof is not limited by that of the interpreter's stack."""
    proof: nx.DiGraph[Step] = nx.DiGraph()
    facts = [Triple(Iri(f"urn:x:{n}"), Iri("urn:x:next"), Iri("urn:x:a")) for n in range(3_000)]
    nx.add_path(proof, facts)

    lines = list(Tree(proof, {"x": "urn:x:"}, "en").lines(facts[0]))

    assert len(lines) == 3_000
    assert lines[-1] == f"{'  ' * 2_999}x:2999 x:next x:a  (given)"


def test_what_was_shown_is_not_unfolded_again() -> None:
    """A fact that two others rest on is proved once."""
    proof: nx.DiGraph[Step] = nx.DiGraph()
    a, b, c, d = (Triple(Iri(f"urn:x:{n}"), Iri("urn:x:p"), Iri("urn:x:q")) for n in "abcd")
    proof.add_edges_from([(a, b), (a, c), (b, c), (c, d)])

    lines = list(Tree(proof, {"x": "urn:x:"}, "en").lines(a))

    assert [line.split(" x:p")[0].strip() for line in lines] == ["x:a", "x:b", "x:c", "x:d", "x:c"]
    assert lines[-1].endswith("(shown above)")


def test_a_given_fact_is_its_own_proof(files: Path) -> None:
    """It is told as given."""
    found = infer(files, "--lang", "en", "--explain", "<urn:x:a> <urn:x:parent> <urn:x:b>")

    assert found == (0, "<urn:x:a> <urn:x:parent> <urn:x:b>  (given)\n", "")


def test_a_fact_that_does_not_follow_is_refused(files: Path) -> None:
    """With the facts that look like it."""
    status, _, errors = infer(
        files, "--lang", "en", "--explain", "<urn:x:a> <urn:x:over> <urn:x:e>"
    )

    assert status == 1
    assert errors.startswith("NS701 Neither the data nor the rules give")
    assert "Did you mean <urn:x:a> <urn:x:over> <urn:x:" in errors


def test_every_fault_of_every_file_is_told_at_once(files: Path) -> None:
    """Missing files, wrong endings, broken Turtle, broken rules."""
    (files / "broken.ttl").write_text("a b", encoding="utf-8")
    (files / "broken.rq").write_text("CONSTRUCT {", encoding="utf-8")
    status, output, errors = infer(
        files,
        rules="direct.rqq furthr.rq broken.rq",
        data="broken.ttl family.tt famly.ttl",
    )

    starts = (line.split(":")[0] for line in errors.splitlines())
    named = {Path(start).name for start in starts if start.startswith(str(files))}
    assert (status, output) == (1, "")
    assert named == {
        *("broken.rq", "broken.ttl", "direct.rqq", "family.tt", "famly.ttl", "furthr.rq")
    }


def test_what_must_be_given_is_asked_for() -> None:
    """Rules and data; that is wrong usage."""
    command = [sys.executable, "-m", "kg", "infer"]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")

    assert done.returncode == 2
    assert done.stderr.count("NS109") == 2


def test_a_machine_without_memory_is_a_fault(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And no traceback."""

    def exhausted(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("kg.reason.engine.infer", exhausted)
    arguments = Namespace(
        rules=[files / "direct.rq"],
        data=[files / "family.ttl"],
        max_facts=None,
        max_seconds=None,
        max_bytes=None,
    )

    with pytest.raises(Faults) as refusal:
        run(arguments)
    assert [fault.key for fault in refusal.value.each()] == ["no-memory-left"]
