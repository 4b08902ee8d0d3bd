"""Rule files of anybody's: the rules in them, what they import, and their own sentences."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from kg.errors import Fault, Faults, Place, refuse

if TYPE_CHECKING:
    from kg.header import Texts
    from kg.reason import Rule

__all__ = ["Rules", "read_rules"]


class Rules(NamedTuple):
    """Rules, and what their files say besides.

    Args:
        rules: the rules.
        sentences: by language, of those that have any, by the name of the rule.
        texts: what was read, each text with its name and address.
    """

    rules: "tuple[Rule, ...]"
    sentences: "dict[str, Texts]"
    texts: tuple[tuple[str, str, str], ...] = ()

    def meanings(self) -> dict[str, set[str]]:
        """What each prefix stands for in the files."""
        from kg.reason.declared import prefixes_declared

        found: dict[str, set[str]] = {}
        for each in self.texts:
            for prefix, namespace in prefixes_declared(*each).items():
                found.setdefault(prefix, set()).add(namespace)
        return found


def read_rules(paths: Iterable[Path]) -> Rules:
    """The rules of files, each read once, whether it is named or imported.

    Raises:
        Faults: with every fault of every file.
    """
    from kg.load.files import each_once

    reader, faults = _Reader(), []
    for path in each_once(paths):
        try:
            reader.read(path)
        except Faults as group:
            faults += group.each()
    refuse(faults)
    return Rules(tuple(reader.rules), reader.sentences, tuple(reader.texts))


class _Reader:
    """Reads one file after the other."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.sentences: dict[str, Texts] = {}
        self.texts: list[tuple[str, str, str]] = []
        self._read: set[Path] = set()

    def read(self, path: Path) -> None:
        """Takes in a file that was not imported before."""
        from kg.load.files import read_text
        from kg.reason import parse_rl

        name = str(path)
        match path.suffix:
            case ".rq":
                self._query(read_text(path, name), name)
            case ".srl" if path.resolve() not in self._read:
                self._read.add(path.resolve())
                text, base = read_text(path, name), path.absolute().as_uri()
                self.rules += parse_rl(text, name, base, self._importer(path.resolve().parent))
                self.texts.append((text, name, base))
            case ".srl":
                pass
            case _:
                key = "file-is-folder" if path.is_dir() else "rule-file-ending"
                raise Faults([Fault(key, Place(name), name=path.name)])

    def _query(self, text: str, name: str) -> None:
        """Takes in a CONSTRUCT, and the sentence in its header."""
        from kg.header import read_sentence
        from kg.reason import parse
        from kg.validate.rules import sentence_findings

        (rule,) = parse(text, name)
        sentence = read_sentence(text, name)
        refuse(sentence_findings(sentence, rule, Place(name, 1)))
        self.rules.append(rule)
        self.texts.append((text, name, ""))
        if sentence:
            self.sentences[rule.name] = sentence

    def _importer(self, folder: Path) -> Callable[[str], str | None]:
        """What gives the text at an address: of a file in a folder or below it, and once only."""
        from kg.load.files import read_text

        def text(address: str) -> str | None:
            path = _local(address)
            if path is None or not path.is_relative_to(folder) or not path.is_file():
                return None
            if path in self._read:
                return ""
            self._read.add(path)
            return read_text(path, str(path))

        return text


def _local(address: str) -> Path | None:
    """The file at an address on this machine, links followed."""
    parts = urlsplit(address)
    if parts.scheme != "file" or parts.netloc:
        return None
    try:
        return Path(unquote(parts.path)).resolve()
    except (OSError, ValueError):
        return None
