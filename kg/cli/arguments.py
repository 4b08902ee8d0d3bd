"""Arguments of a command: declared once, explained and refused in the reader's language."""

from argparse import Action, ArgumentParser, HelpFormatter, Namespace
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import IO, NoReturn
from unicodedata import normalize

from kg.cli.output import say
from kg.errors import Fault, Faults, nearest, refuse
from kg.messages import LANGUAGES, has_text, text


def language_of(words: Sequence[str]) -> str:
    """The language asked for by ``--lang``, known before anything else is; nb without one.

    >>> language_of(["recommend", "a.csv", "--lang", "nn"])
    'nn'
    """
    for word, following in pairwise([*words, ""]):
        chosen = word.removeprefix("--lang=") if word.startswith("--lang=") else following
        if word.startswith("--lang") and chosen in LANGUAGES:
            return chosen
    return LANGUAGES[0]


def one_of(option: str, allowed: Iterable[str]) -> Callable[[str], str]:
    """A reader of an argument that is one of a few words."""
    choices = tuple(allowed)

    def read(word: str) -> str:
        if word not in choices:
            near = nearest(word, choices)
            fault = Fault("choice-unknown", name=word, option=option, near=near, allowed=choices)
            raise Faults([fault])
        return word

    return read


def day(word: str) -> date:
    """A date given as an argument."""
    from kg.load.days import read_day

    if found := read_day(word):
        return found
    raise Faults([Fault("date-argument", name=word)])


def composed(word: str) -> str:
    """A word given as an argument, each letter with its marks as one character."""
    return normalize("NFC", word)


def number(word: str) -> int:
    """A whole number from 1 given as an argument."""
    if not word.isdecimal() or int(word) < 1:
        raise Faults([Fault("number-argument", name=word)])
    return int(word)


def seconds(word: str) -> float:
    """A number of seconds above 0 given as an argument."""
    try:
        found = float(word)
    except ValueError:
        found = 0.0
    if not 0 < found < inf:
        raise Faults([Fault("seconds-argument", name=word)])
    return found


class Parser(ArgumentParser):
    """The arguments of one command.

    An argument's help is the text ``help-COMMAND-ARGUMENT`` or ``help-ARGUMENT`` of the interface.
    """

    def __init__(self, command: str, language: str) -> None:
        """A parser that knows the options every command has."""
        self.language = language
        self.command = command
        super().__init__(
            prog=f"nestesteg {command}",
            description=_sentence(text(f"command-{command}", language)),
            formatter_class=lambda prog: _Formatter(prog, language),
            add_help=False,
            allow_abbrev=False,
        )
        self.needed: list[str] = []
        self.shown: list[str] = []
        self._show()
        self.checks: list[Callable[[Namespace], Iterable[Fault]]] = []
        self.arguments = self.add_argument_group(text("arguments", language))
        self.choices = self.add_argument_group(text("choices", language))
        self.choice("--lang", LANGUAGES, default=language)
        self.option("--knowledge", read=Path, metavar="FOLDER")
        self.choices.add_argument("-h", "--help", action="help", help=text("help-help", language))

    def positional(
        self,
        name: str,
        read: Callable[[str], object] = str,
        *,
        several: bool = False,
        optional: bool = False,
    ) -> None:
        """Declares an argument that must be given, or one that may be."""
        self.needed += [] if optional else [name]
        shown = f"{name.upper()} ..." if several else name.upper()
        self._show(f"[{shown}]" if optional else shown)
        count = "*" if several else "?"
        self.arguments.add_argument(
            name, nargs=count, type=read, metavar=name.upper(), help=self._help(name)
        )

    def files(self, name: str) -> None:
        """Declares an option that must be given, with one or more files."""
        self.needed.append(name.removeprefix("--"))
        self._show(f"{name} FILE ...")
        self.choices.add_argument(
            name, action="extend", nargs="+", type=Path, metavar="FILE", help=self._help(name)
        )

    def several(self, name: str, read: Callable[[str], object], metavar: str) -> None:
        """Declares an option that takes one value or more, and may be given several times."""
        self.choices.add_argument(
            name, action="extend", nargs="+", type=read, metavar=metavar, help=self._help(name)
        )

    def option(
        self,
        name: str,
        read: Callable[[str], object] = str,
        *,
        default: object = None,
        metavar: str | None = None,
        several: bool = False,
    ) -> None:
        """Declares an option that takes a value, or several by being given several times."""
        self.choices.add_argument(
            name,
            action="append" if several else "store",
            type=read,
            default=default,
            metavar=metavar or name.removeprefix("--").upper(),
            help=self._help(name),
        )

    def choice(self, name: str, allowed: Sequence[str], *, default: str = "") -> None:
        """Declares an option that is one of a few words; the first is the default."""
        self.choices.add_argument(
            name,
            type=one_of(name, allowed),
            default=default or allowed[0],
            metavar=name.removeprefix("--").upper(),
            help=self._help(name, allowed=", ".join(allowed)),
        )

    def switch(self, name: str) -> None:
        """Declares an option that is there or not."""
        self.choices.add_argument(name, action="store_true", help=self._help(name))

    def check(self, faults_of: Callable[[Namespace], Iterable[Fault]]) -> None:
        """Declares what has to hold between arguments that are each in order."""
        self.checks.append(faults_of)

    def read(self, words: Sequence[str]) -> Namespace:
        """The arguments, or `Faults` that say which are unknown or missing."""
        arguments, strange = self.parse_known_intermixed_args(words)
        known = self._option_string_actions
        faults = [
            Fault("argument-unknown", name=word, near=nearest(word, known)) for word in strange
        ]
        faults += [self.missing(name) for name in self.needed if not getattr(arguments, name)]
        refuse(faults)
        refuse(fault for faults_of in self.checks for fault in faults_of(arguments))
        return arguments

    def missing(self, name: str) -> Fault:
        """The fault of an argument that is not there."""
        return Fault(
            "argument-missing",
            name=name if name.startswith("--") else name.upper(),
            usage=self._usage(),
        )

    def print_help(self, _file: IO[str] | None = None) -> None:  # type: ignore[override]
        """Says the help, or that it cannot be said."""
        say(self.format_help())

    def error(self, message: str) -> NoReturn:
        """What argparse itself refuses, such as an option without its value."""
        name = message.partition(":")[0].removeprefix("argument ")
        raise Faults([Fault("usage", name=name, usage=self._usage())])

    def _usage(self) -> str:
        return " ".join(self.format_usage().split()[1:])

    def _show(self, *words: str) -> None:
        """Shows words in the usage line, before the options."""
        self.shown += words
        self.usage = " ".join(["%(prog)s", *self.shown, f"[{text('options', self.language)}]"])

    def _help(self, name: str, **values: str) -> str:
        plain = name.removeprefix("--")
        specific = f"help-{self.command}-{plain}"
        return text(specific if has_text(specific) else f"help-{plain}", self.language, **values)


class _Formatter(HelpFormatter):
    """Argparse's help with its one English word in the reader's language."""

    def __init__(self, prog: str, language: str) -> None:
        super().__init__(prog, max_help_position=26, width=80)
        self.language = language

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[Action],
        groups: Iterable[object],
        prefix: str | None = None,
    ) -> None:
        """The usage line."""
        super().add_usage(usage, actions, groups, prefix or text("usage", self.language))  # type: ignore[arg-type]


def _sentence(phrase: str) -> str:
    return f"{phrase[:1].upper()}{phrase[1:]}."
