"""The order of the Norwegian alphabet, whatever language a page is in."""

import unicodedata

LAST = {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"}  # the three characters after z


def alphabetical(name: str) -> str:
    """What to sort a name by: æ, ø and å come last, other marks on letters do not count.

    >>> sorted(["Åmot", "Øyer", "Ærø", "Zoo", "Čáhput", "Dal"], key=alphabetical)
    ['Čáhput', 'Dal', 'Zoo', 'Ærø', 'Øyer', 'Åmot']
    """
    return "".join(LAST.get(letter) or _bare(letter) for letter in name.casefold())


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]
