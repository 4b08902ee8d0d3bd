"""``nestesteg infer`` telling why, and why not: what people read, and what machines do."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest

from kg.cli.explain import Question
from kg.graph import graph_of
from kg.load.turtle import parse_turtle
from kg.messages import LANGUAGES
from kg.reason import check, infer, parse, stratify
from kg.reason.proof_from_json import from_json

ROOT = Path(__file__).parents[2]
PREFIX = "PREFIX : <urn:x:>\n"
# An invented club: who may vote, who may stand for election, who is busy.
RULES = {
    "member": "CONSTRUCT { ?x :member true } WHERE { ?x :paid ?year FILTER(?year >= 2025) }",
    "member-by-family": "CONSTRUCT { ?x :member true } WHERE { ?x :partner ?y . ?y :member true }",
    "voter": "CONSTRUCT { ?x :may :vote } WHERE { ?x :member true ; :age ?n "
    "FILTER(?n >= 15) FILTER NOT EXISTS { ?x :barred ?until } }",
    "busy": "CONSTRUCT { ?x :busy ?n } WHERE { { SELECT ?x (COUNT(?task) AS ?n) "
    "{ ?x :has ?task } GROUP BY ?x HAVING (COUNT(?task) > 1) } }",
    "candidate": "CONSTRUCT { ?x :may :stand } WHERE { ?x :may :vote "
    "FILTER NOT EXISTS { ?x :busy ?n } }",
    "rank": "CONSTRUCT { ?x :rank ?r } WHERE { ?x :age ?n BIND(?n + 1 AS ?r) }",
    "kin": "CONSTRUCT { ?x :kin ?y } WHERE { ?x :partner+ ?y }",
    "stranger": "CONSTRUCT { ?x :stranger ?y } WHERE { ?x :age ?n . ?y :colour ?c "
    "FILTER NOT EXISTS { ?x (:partner/:partner)* ?y } }",
    "badge": "CONSTRUCT { ?x :badge ?b } WHERE { ?x :colour ?c VALUES (?c ?b) { (:red 1) } }",
}
SENTENCES = {
    "voter": {
        "nb": "{x} er medlem, er {n} år gammel og har stemmerett.",
        "nn": "{x} er medlem, er {n} år gammal og har røysterett.",
        "en": "{x} is a member, is {n} years old and may vote.",
    }
}
DATA = """
:anna :paid 2026 ; :age 40 ; :has :t1 ; :partner :bo .
:anna skos:prefLabel "Anna"@nb, "Anna"@nn, "Anna"@en .
:bo :age 14 ; :colour :blue ; :partner :anna .
:cleo :paid 2020 ; :age 30 ; :has :t2 , :t3 .
:dag :paid 2026 ; :age 50 ; :barred 2027 .
"""
PREFIXES = "PREFIX : <urn:x:> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"


def question(language: str = "en", depth: int = 1) -> Question:
    """The invented club, ready to be asked about."""
    graph = graph_of((each, None) for each in parse_turtle(PREFIXES + DATA))
    rules = [rule for name, text in RULES.items() for rule in parse(PREFIX + text, f"{name}.rq")]
    inference = infer(stratify(check(rules)), graph)
    return Question(graph, inference, SENTENCES, language, depth)


def spelt(text: str) -> str:
    """A triple with its names in full."""
    words = (f"<urn:x:{word[1:]}>" if word.startswith(":") else word for word in text.split())
    return " ".join(words)


ASKED = {
    "condition": ":cleo :member true",
    "no-group": ":bo :busy ?n",
    "group": ":anna :busy 1",
    "in-the-way": ":dag :may :vote",
    "two-steps": ":cleo :may :stand",
    "worked-out": ":anna :rank 7",
    "no-row": ":bo :badge 1",
    "no-rule": ":anna :knows :bo",
    "anyone": "?who :badge 1",
    "no-walk": ":dag :kin :bo",
    "walk-in-the-way": ":bo :stranger :bo",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ASKED)
def test_why_not_is_told(name: str, language: str, golden: Callable[[str, str], None]) -> None:
    """Each rule, how far it got, and what it lacked."""
    told = question(language, depth=2).why_not(spelt(ASKED[name]), None)

    golden(f"infer/why-not-{name}.{language}.txt", told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_proof_is_told(language: str, golden: Callable[[str, str], None]) -> None:
    """With a rule's own sentence where it has one, and the reason for what is absent."""
    told = question(language).proof(spelt(":anna :may :stand"), None, alternatives=False)

    golden(f"infer/explain.{language}.txt", told)


def chained(length: int, language: str) -> str:
    """The proof of what follows in so many steps, one from the other."""
    edges = " ".join(f":n{number} :next :n{number + 1} ." for number in range(length))
    graph = graph_of((each, None) for each in parse_turtle(f"{PREFIXES} :n0 :to :n0 . {edges}"))
    text = "CONSTRUCT { ?x :to ?z } WHERE { ?x :to ?y . ?y :next ?z }"
    inference = infer(stratify(check(parse(PREFIX + text, "step.rq"))), graph)
    asked = Question(graph, inference, {}, language, 1)
    return asked.proof(spelt(f":n0 :to :n{length}"), None, alternatives=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_deep_proof_goes_on_below(language: str, golden: Callable[[str, str], None]) -> None:
    """What stands too far in is a numbered step of its own, so that no line is indented further."""
    golden(f"infer/explain-deep.{language}.txt", chained(12, language))


def test_a_text_is_as_long_as_its_proof() -> None:
    """Ten times the steps make ten times the text, with each numbered step told once."""
    short, long = chained(30, "en"), chained(300, "en")

    assert len(long) < 11 * len(short)
    numbers = re.findall(r"\(shown in step (\d+)\)$", long, re.MULTILINE)
    assert numbers == re.findall(r"^Step (\d+):", long, re.MULTILINE)
    assert numbers == [str(each) for each in range(1, 30)]


def test_all_ways_are_told(golden: Callable[[str, str], None]) -> None:
    """Not the one that rests on the fact itself: Anna is no member by Bo, who is one by Anna."""
    asked = question()

    golden(
        "infer/explain-all.en.txt", asked.proof(spelt(":bo :member true"), None, alternatives=True)
    )
    assert (
        asked.proof(spelt(":anna :member true"), None, alternatives=True).count("by the rule") == 1
    )


def test_a_proof_is_json_and_rdf_too() -> None:
    """The same proof in each."""
    statement = spelt(":anna :may :stand")
    data = json.loads(question().proof(statement, "json", alternatives=False))
    turtle, lines = (
        question().proof(statement, form, alternatives=False) for form in ("ttl", "nt")
    )
    stores = [pyoxigraph.Dataset(), pyoxigraph.Dataset()]
    for store, text, form in zip(
        stores, (turtle, lines), (pyoxigraph.RdfFormat.TURTLE, pyoxigraph.RdfFormat.N_TRIPLES),
        strict=True,
    ):  # fmt: skip
        for quad in pyoxigraph.parse(text, form):
            store.add(quad)
        store.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)

    assert stores[0] == stores[1]
    facts = sum(node["kind"] == "fact" for node in data["nodes"])
    assert turtle.count("rdf:reifies") == lines.count("#reifies>") == facts
    derived = [node for node in data["nodes"] if node["kind"] == "fact" and node["because"]]
    assert turtle.count("sh:sourceRule") == len(derived) == 3
    assert len(from_json(data)) == len(data["nodes"])


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    """Status, output and errors of the command in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "kg", "infer", "--lang", "en", *words],
        cwd=folder,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with rules that import each other, data, and rules outside it."""
    for name, text in TEXTS.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


TEXTS = {
    "in/a.srl": f"{PREFIX} IMPORTS <deep/b.srl> RULE :r {{ ?x :q 1 }} WHERE {{ ?x :p 1 }}",
    "in/deep/b.srl": f"{PREFIX} IMPORTS <../a.srl> RULE :s {{ ?x :r 1 }} WHERE {{ ?x :q 1 }}",
    "in/out.srl": "IMPORTS <../other.srl>",
    "in/web.srl": "IMPORTS <https://example.org/rules.srl>",
    "in/gone.srl": "IMPORTS <gone-too.srl>",
    "in/folder.srl": "IMPORTS <deep>",
    "in/broken.srl": "IMPORTS <deep/c.srl>",
    "in/deep/c.srl": "RULE {",
    "other.srl": "DATA { <urn:x:z> <urn:x:p> 1 }",
    "data.ttl": "<urn:x:a> <urn:x:p> 1 .",
    "says.ttl": '<urn:x:w> <urn:x:says> <<( <urn:x:a> <urn:x:p> "b"@en--rtl )>> .',
    "says.rq": f"{PREFIX}CONSTRUCT {{ ?x :told ?y }} WHERE {{ ?x :says ?y }}",
    "bad-sentence.rq": "#+ sentence: {nb: '{x} og {y}', nn: '{z}', en: a}\n"
    f"{PREFIX}CONSTRUCT {{ ?x :told ?y }} WHERE {{ ?x :says ?y }}",
    "grlc.rq": "#+ summary: of another tool\n#+ tags: [a]\n"
    f"{PREFIX}CONSTRUCT {{ ?x :q ?y }} WHERE {{ ?x :p ?y }}",
}


@pytest.mark.parametrize("rules", ["in/a.srl", "in/a.srl in/deep/b.srl", "in/a.srl in/a.srl"])
def test_each_file_of_rules_is_read_once(folder: Path, rules: str) -> None:
    """Named or imported, also in a circle."""
    status, facts, errors = run(
        folder, "--rules", *rules.split(), "--data", "data.ttl", "--format", "nt"
    )

    assert (status, errors) == (0, "")
    assert [line.split()[1] for line in facts.splitlines()] == ["<urn:x:q>", "<urn:x:r>"]


@pytest.mark.parametrize("name", ["out", "web", "gone", "folder"])
def test_what_lies_elsewhere_is_not_imported(folder: Path, name: str) -> None:
    """Neither beside the folder nor on the network, nor what is not there."""
    status, out, errors = run(folder, "--rules", f"in/{name}.srl", "--data", "data.ttl")

    assert (status, out) == (1, "")
    assert errors.startswith(f"in/{name}.srl:1:9: NS427 There are no rules at ")


def test_a_link_does_not_lead_out_of_the_folder(folder: Path) -> None:
    """What counts is where a file lies, not where it is named."""
    (folder / "in" / "link.srl").symlink_to(folder / "other.srl")
    (folder / "in" / "linked.srl").write_text("IMPORTS <link.srl>", encoding="utf-8")

    assert run(folder, "--rules", "in/linked.srl", "--data", "data.ttl")[0] == 1


def test_what_is_wrong_in_an_imported_file_is_told(folder: Path) -> None:
    """With the place where it stands."""
    status, _, errors = run(folder, "--rules", "in/broken.srl", "--data", "data.ttl")

    assert status == 1
    assert "deep/c.srl:1:" in errors
    assert "NS402" in errors


def test_triples_that_speak_of_triples_are_read_and_written(folder: Path) -> None:
    """And texts with a direction; in every form."""
    words = ("--rules", "says.rq", "--data", "says.ttl")
    (folder / "more.ttl").write_text(run(folder, *words)[1], encoding="utf-8")
    lines = run(folder, *words, "--format", "nt")[1]
    cell = json.loads(run(folder, *words, "--format", "json")[1])["results"]["bindings"][0]

    assert lines == '<urn:x:w> <urn:x:told> <<( <urn:x:a> <urn:x:p> "b"@en--rtl )>> .\n'
    assert run(folder, *words, "more.ttl") == (0, "", "")
    assert cell["object"]["value"]["object"]["its:dir"] == "rtl"
    assert run(folder, *words, "--explain", lines)[0] == 0


def test_a_sentence_that_says_too_much_is_refused(folder: Path) -> None:
    """It must fit the rule; other keys in a header are other tools' affair."""
    status, _, errors = run(folder, "--rules", "bad-sentence.rq", "--data", "data.ttl")

    assert status == 1
    assert "NS324" in errors
    assert run(folder, "--rules", "grlc.rq", "--data", "data.ttl")[0] == 0


BOTH = ("--rules", "says.rq", "--data", "says.ttl")
FACT = "<urn:x:w> <urn:x:told> ?y"


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["--all"], 2, "NS113 --all works only together with --explain."),
        (["--depth", "2"], 2, "NS113 --depth works only together with --explain, --why-not."),
        (["--depth", "0", "--why-not", FACT], 2, "NS110"),
        (["--format", "text"], 2, "NS113 --format text works only"),
        (["--format", "ttl", "--why-not", FACT], 2, "NS103 “ttl” is not a choice for --format."),
        (["--explain", FACT, "--why-not", FACT], 2, "NS114 --explain and --why-not cannot"),
        (["--why-not", FACT], 1, "NS703 “:w :told <<( <urn:x:a>"),
        (["--why-not", "<urn:x:w> <urn:x:told>"], 1, "NS704 “<urn:x:w> <urn:x:told>” is not one"),
        (["--why-not", "FILTER(1 > 2)"], 1, "NS704"),
        (["--why-not", "} RULE {} WHERE {"], 1, "NS704"),
        (["--explain", ""], 1, "NS315"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    folder: Path, words: list[str], status: int, told: str
) -> None:
    """With the option that is wrong."""
    found = run(folder, *BOTH, *words)

    assert found[:2] == (status, "")
    assert found[2].startswith(told)


def test_a_why_not_is_json_too(folder: Path) -> None:
    """In the form of a proof."""
    _, written, _ = run(folder, *BOTH, "--why-not", "<urn:x:v> <urn:x:told> ?y", "--format", "json")
    nodes = json.loads(written)["nodes"]

    assert [node["kind"] for node in nodes] == ["missing", "attempt", "way", "missing"]
