"""Every kind of diagram, drawn from the project's own knowledge."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx
import pytest

from kg.alphabet import alphabetical
from kg.diagram.dot import as_dot
from kg.diagram.kinds import KINDS, Actors, Material, draw
from kg.diagram.mermaid import as_mermaid
from kg.diagram.model import Diagram, Layout, Node
from kg.diagram.network import as_graphml, as_json
from kg.diagram.render import find_renderer
from kg.diagram.text import as_text
from kg.graph import subjects
from kg.labels import Labels
from kg.load import Knowledge, Observation, read_assessment
from kg.messages import LANGUAGES
from kg.reason import Program
from kg.recommend import Advice, advise, make_request
from kg.vocabulary import NST, OWL_TERMS, TYPE, individual

pytestmark = pytest.mark.thorough

DAY = date(2026, 11, 23)
EXAMPLES = Path(__file__).parents[2] / "examples"
SVG = "{http://www.w3.org/2000/svg}"
WIDEST = 810  # points: 1080 pixels in a browser
WIDER = {"proof": 1800, "rules": 1100, "states": 1300}  # what goes on to the right is scrolled
CRITERIA = ("anchoring", "competence", "involvement", "organisation", "resources", "strategy")
Draw = Callable[..., Diagram]
Golden = Callable[[str, str], None]


@pytest.fixture(scope="module")
def drawn(knowledge: Knowledge, program: Program) -> Draw:
    """Draws a kind; files of assessments, if any, are told of by their actors."""

    def advices(files: tuple[Path, ...], model: str) -> Iterator[Advice]:
        told: dict[str, list[Observation]] = {}
        for file in files:
            for each in read_assessment(file, knowledge.known, DAY):
                told.setdefault(str(each.actor), []).append(each)
        for _, observations in sorted(told.items()):
            actors = frozenset(each.actor for each in observations)
            request = make_request(knowledge.known, actors, DAY, {"model": model})
            yield advise(knowledge, program, observations, request)

    def make(
        kind: str,
        *files: Path,
        language: str = "nb",
        model: str = "bolig-for-velferd",
        **choices: object,
    ) -> Diagram:
        found = tuple(advices(files, model))
        return draw(kind, Material(knowledge, program, language, individual(model), found, choices))

    return make


def one_of_each(drawn: Draw, kind: str, language: str) -> Diagram:
    """A diagram of a kind with what it needs."""
    files = {
        Actors.NONE: [],
        Actors.PERHAPS_ONE: [EXAMPLES / "fjordvik.csv"],
        Actors.ONE: [EXAMPLES / "fjordvik.csv"],
        Actors.MANY: [EXAMPLES / "storfoss.csv", EXAMPLES / "fjordvik.csv"],
    }
    chosen = {name: "anchoring" for name in KINDS[kind].options if name == "criterion"}
    return drawn(kind, *files[KINDS[kind].actors], language=language, model="extended", **chosen)


@pytest.fixture
def sixty(tmp_path: Path) -> Path:
    """An assessment of sixty actors, told of from the last to the first."""
    path = tmp_path / "sixty.csv"
    rows = [
        f"{name}{number},2026-11-01,{criterion},{standing}"
        for number in range(20, 0, -1)
        for name in ("åvik", "zvik", "avik")
        for criterion, standing in zip(CRITERIA, ["green", "red", "yellow"] * 2, strict=True)
    ]
    path.write_text("\n".join(["actor,date,about,value", *rows, ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "kind", "files", "choices"),
    [
        ("flower-nb", "flower", [], {}),
        ("flower-fjordvik-nn", "flower", ["fjordvik"], {"language": "nn", "model": "extended"}),
        ("heatmap-en", "heatmap", ["storfoss", "langnes", "fjordvik"], {"language": "en"}),
        ("criterion-nb", "criterion", [], {"criterion": "involvement"}),
        (
            "criterion-top-nn",
            "criterion",
            [],
            {"criterion": "strategy", "top": 3, "language": "nn"},
        ),
        ("schema-en", "schema", [], {"language": "en"}),
        ("dependencies-implied-nb", "dependencies", [], {"implied": True, "model": "extended"}),
    ],
)
def test_what_a_picture_holds_is_as_a_reader_has_approved(
    drawn: Draw, golden: Golden, name: str, kind: str, files: list[str], choices: dict[str, object]
) -> None:
    """Its nodes, its relations and all its texts."""
    diagram = drawn(kind, *(EXAMPLES / f"{file}.csv" for file in files), **choices)

    golden(f"diagram/{name}.txt", as_text(diagram))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_an_image_that_tells_what_it_shows(
    drawn: Draw, kind: str, language: str
) -> None:
    """Title, description and role; no script, link or style; narrow enough for a page."""
    diagram = one_of_each(drawn, kind, language)
    svg = find_renderer().svg(diagram)
    root = ET.fromstring(svg)

    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert all(child.text for child in list(root)[:2])
    assert root.get("role") == "img"
    shapes = {"svg", "g", "title", "desc", "text", "path", "polygon", "polyline", "ellipse"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= shapes
    assert not [name for each in root.iter() for name in each.attrib if "href" in name]
    assert float(str(root.get("width")).removesuffix("pt")) <= WIDER.get(kind, WIDEST)
    assert svg == find_renderer().svg(one_of_each(drawn, kind, language))


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_has_the_same_nodes_and_lines(drawn: Draw, kind: str) -> None:
    """Whoever goes on with another form loses nothing."""
    diagram = one_of_each(drawn, kind, "nb")
    data = json.loads(as_json(diagram))
    graph = networkx.parse_graphml(as_graphml(diagram), force_multigraph=True)
    mermaid = as_mermaid(diagram)

    names = [node.name for node in diagram.nodes]
    assert [each["label"] for each in data["nodes"]] == names
    assert [each["kind"] for each in data["nodes"]] == [str(node.kind) for node in diagram.nodes]
    assert sorted(str(graph.nodes[name]["label"]) for name in graph) == sorted(names)
    told = sorted(edge.sentence for edge in diagram.edges)
    assert sorted(each["sentence"] for each in data["edges"]) == told
    assert sorted(str(each["sentence"]) for *_, each in graph.edges(data=True)) == told
    assert mermaid.count(":::") == len(names)
    assert mermaid.count("linkStyle") == len(diagram.lines)


@pytest.mark.parametrize("kind", KINDS)
def test_the_text_of_a_kind_says_all_it_shows(drawn: Draw, kind: str) -> None:
    """Nothing can only be seen."""
    diagram = one_of_each(drawn, kind, "en")
    told = _closed_up(as_text(diagram))  # a line may end at any hyphen

    shown = [*diagram.nodes] if diagram.layout is not Layout.TABLE else []
    assert not [node.name for node in shown if _closed_up(node.name) not in told]
    assert not [each for edge in diagram.edges if _closed_up(each := edge.sentence) not in told]
    assert not [note for note in diagram.notes if _closed_up(note) not in told]


def _closed_up(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("count", [3, 5, 6, 7, 12])
def test_petals_are_equal_and_apart(drawn: Draw, count: int) -> None:
    """No petal is larger than another, none covers another, and no line crosses the centre."""
    centre, petal, *_ = drawn("flower", model="extended").nodes
    petals = tuple(Node(f"p{number}", "P", petal.kind, "") for number in range(count))
    line = drawn("flower").edges[0]
    lines = tuple(
        type(line)(one.id, other.id, line.kind, 1, "") for one, other in combinations(petals, 2)
    )
    diagram = Diagram("nb", "T", "D", (centre, *petals), lines, layout=Layout.FLOWER)

    boxes = placed(as_dot(diagram))
    middle = boxes.pop("n1")
    sizes = {(width, height) for _, width, height in boxes.values()}
    assert len(sizes) == 1
    size = sizes.pop()[0]
    for (one, *_), (other, *_) in combinations(boxes.values(), 2):
        assert abs(one - other) > size
    for edge in statements(as_dot(diagram), " -> n[0-9]+"):
        assert nearest_to_centre(attribute(edge, "pos")) > middle[1] / 2


def statements(dot: str, arrow: str = "") -> list[str]:
    """The lines of a DOT text that tell of nodes, or of lines between them."""
    return re.findall(rf"^n[0-9]+{arrow} .*;$", dot, re.MULTILINE)


def attribute(statement: str, name: str) -> str:
    """What a statement says by a name."""
    (found,) = re.findall(rf' {name}="?([^"=]+?)"?(?:, \w+=|\];)', statement)
    return str(found)


def placed(dot: str) -> dict[str, tuple[complex, float, float]]:
    """Where the nodes of a picture stand that we laid out, and how large they are, in points."""
    found = {}
    for each in statements(dot, r"(?= \[)"):
        x, y = map(float, attribute(each, "pos").split(","))
        width, height = (72 * float(attribute(each, key)) for key in ("width", "height"))
        found[each.split()[0]] = (complex(x, y), width, height)
    return found


def nearest_to_centre(curve: str) -> float:
    """How near a curve comes to the centre."""
    a, b, c, d = (complex(*map(float, each.split(","))) for each in curve.split())
    steps = [step / 50 for step in range(51)]
    return min(
        abs(a * (1 - t) ** 3 + 3 * b * t * (1 - t) ** 2 + 3 * c * t * t * (1 - t) + d * t**3)
        for t in steps
    )


def test_the_proposed_criterion_is_a_dashed_petal_and_the_six_are_not(drawn: Draw) -> None:
    """What is a proposal is never taken for one of the six."""
    seven, six = drawn("flower", model="extended"), drawn("flower")

    assert [node.id for node in seven.nodes if node.is_proposed] == ["context"]
    assert not [node for node in six.nodes if node.is_proposed]
    dashed = [each for each in statements(as_dot(seven), r"(?= \[)") if "filled,dashed" in each]
    assert len(dashed) == 1


def test_a_claim_in_one_direction_ties_nobody(drawn: Draw) -> None:
    """Lines of the flower say that two belong together, not that one needs the other."""
    diagram = drawn("flower")
    tied = {end for edge in diagram.edges for end in (edge.start, edge.end)}

    assert "involvement" not in tied
    assert len(diagram.edges) == len({frozenset((edge.start, edge.end)) for edge in diagram.edges})


@pytest.mark.parametrize(
    ("kind", "criterion"), [("schema", ""), *(("criterion", each) for each in CRITERIA)]
)
def test_boxes_that_we_place_do_not_cover_each_other(
    drawn: Draw, kind: str, criterion: str
) -> None:
    """Whatever the lengths of their texts."""
    boxes = placed(as_dot(drawn(kind, criterion=criterion, language="nn")))

    assert len(boxes) > 20
    for (one, width, height), (other, wide, high) in combinations(boxes.values(), 2):
        apart = one - other
        assert abs(apart.real) >= (width + wide) / 2 or abs(apart.imag) >= (height + high) / 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["criterion", "schema"])
def test_no_text_runs_out_of_its_box(drawn: Draw, kind: str, language: str) -> None:
    """The first line stands below the upper edge, the last above the lower one."""
    root = ET.fromstring(find_renderer().svg(one_of_each(drawn, kind, language)))
    groups = [each for each in root.iter(f"{SVG}g") if each.get("class") == "node"]
    boxes = [each for each in groups if heights(each)]

    assert len(boxes) > 30
    for box in boxes:
        edges = heights(box)
        lines = [float(str(each.get("y"))) for each in box.iter(f"{SVG}text")]
        assert min(edges) + 8 <= min(lines), ET.tostring(box)
        assert max(lines) <= max(edges) - 2, ET.tostring(box)


def heights(box: ET.Element) -> list[float]:
    """How high up the corners of an outline lie."""
    told = [
        str(each.get("points", "") or each.get("d")) for each in box if each.tag != f"{SVG}text"
    ]
    return [float(y) for each in told for y in re.findall(r"-?[\d.]+,(-?[\d.]+)", each)]


def test_actors_stand_by_name_and_columns_are_named_again(drawn: Draw, sixty: Path) -> None:
    """No actor is ranked, and sixty can be read."""
    diagram = drawn("heatmap", sixty)
    names = list(dict.fromkeys(node.group for node in diagram.nodes))

    assert len(names) == 60
    assert names == sorted(names, key=alphabetical)
    assert names[-1].startswith("Å")
    assert as_dot(diagram).count("Kompetanse") == 3


def test_a_column_that_is_cut_says_how_much_is_left(drawn: Draw) -> None:
    """Nobody takes a part for the whole."""
    whole = drawn("criterion", criterion="resources")
    cut = drawn("criterion", criterion="resources", top=2)

    for group in {node.group for node in whole.nodes}:
        all_of_it = [node for node in whole.nodes if node.group == group]
        part = [node for node in cut.nodes if node.group == group]
        assert part[:2] == all_of_it[:2]
        assert [node.name for node in part[2:]] == [f"og {len(all_of_it) - 2} til"]
    assert len(cut.edges) < len(whole.edges)


def test_implied_prerequisites_are_drawn_when_asked_for(drawn: Draw) -> None:
    """They look different, the legend tells them, and nothing else changes."""
    without = drawn("dependencies", model="extended")
    asked = drawn("dependencies", model="extended", implied=True)

    assert len(asked.lines) - len(without.lines) == 5
    assert {edge.kind for edge in asked.lines} - {edge.kind for edge in without.lines} == {
        "implied"
    }
    for diagram in (without, asked):
        assert {key.kind for key in diagram.legend} == {edge.kind for edge in diagram.lines}


def test_every_property_of_ours_is_in_the_schema(knowledge: Knowledge, drawn: Draw) -> None:
    """In its picture and in its text."""
    diagram = drawn("schema", language="en")
    labels, told = Labels(knowledge.known, "en"), " ".join(as_text(diagram).split())
    boxes = "\n".join(line for node in diagram.nodes for line in node.details)
    terms = [term for kind in OWL_TERMS for term in subjects(knowledge.known, TYPE, kind)]
    ours = [labels.label(term) for term in terms if term.value.startswith(NST)]

    assert len(ours) > 150
    assert not [label for label in ours if label.casefold() not in told.casefold()]
    names = {node.name.casefold() for node in diagram.nodes}
    assert not [each for each in ours if each.casefold() not in names and each not in boxes]
