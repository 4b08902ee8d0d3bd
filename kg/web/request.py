"""What a request asks for: the language, the parameters, the form."""

from collections.abc import Iterable, Mapping

from kg.errors import Fault, Faults
from kg.messages import LANGUAGES
from kg.web.forms import GRAPHS, PAGE, PICTURE, ROWS, TABLES

# Browsers send it for Norwegian without saying which; nobody means a third language by it.
NORWEGIAN, BOKMAL = "no", "nb"
FORMS = {f".{form}": form for form in (*ROWS, *GRAPHS, *PAGE, *PICTURE, *TABLES)}


def language_of(asked: str, accepted: str) -> str:
    """The language of ``?lang=``, or the best of the Accept-Language header; nb without either.

    >>> language_of("", "fr, nn;q=0.5, en;q=0.8")
    'en'
    >>> language_of("", "no, en;q=0.8"), language_of("", "fr")
    ('nb', 'nb')
    """
    if asked in LANGUAGES:
        return asked
    wishes = sorted(map(_wish, accepted.split(",")), reverse=True, key=lambda wish: wish[0])
    known = [tag for quality, tag in wishes if quality > 0 and tag in LANGUAGES]
    return known[0] if known else LANGUAGES[0]


def _wish(entry: str) -> tuple[float, str]:
    tag, _, weight = entry.strip().partition(";")
    try:
        quality = float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        quality = 0.0
    language = tag.strip().casefold().split("-")[0]
    return quality, BOKMAL if language == NORWEGIAN else language


def split_form(name: str) -> tuple[str, str]:
    """The name of a query and the form asked for by its ending, empty without one.

    >>> split_form("design-numbers.csv"), split_form("design-numbers")
    (('design-numbers', 'csv'), ('design-numbers', ''))
    """
    stem, dot, ending = name.rpartition(".")
    return (stem, FORMS[dot + ending]) if dot + ending in FORMS else (name, "")


def parameters_of(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """The parameters of a query string but for the language.

    Raises:
        Faults: one is given twice.
    """
    given: dict[str, str] = {}
    for name, value in pairs:
        if name in given:
            raise Faults([Fault("parameter-twice", name=name)])
        given[name] = value
    given.pop("lang", None)
    return given
