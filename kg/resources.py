"""Where the knowledge lies: inside an installed wheel, or at the root of the checkout."""

from pathlib import Path

__all__ = ["data_files", "data_root"]


def data_root() -> Path:
    """The folder that holds ``ontology/``, ``rules/`` and ``queries/``.

    >>> (data_root() / "ontology").is_dir()
    True
    """
    package = Path(__file__).parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent


def data_files(folder: str, suffix: str) -> list[Path]:
    """Every file below a data folder whose name ends in ``suffix``, in order of its path.

    >>> {path.suffix for path in data_files("ontology", ".ttl")}
    {'.ttl'}
    """
    return sorted((data_root() / folder).rglob(f"*{suffix}"), key=Path.as_posix)
