"""What was read before is kept, and never believed more than the files."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import Faults
from kg.load import snapshot
from kg.program import ready
from kg.resources import data_root

OPEN = 0o777


class Reader:
    """Reads what stands in the rules of a folder, and counts how often."""

    def __init__(self, root: Path) -> None:
        self.root, self.times = root, 0
        self.file = root / "rules" / "a.rq"
        self.file.parent.mkdir(parents=True)
        self.file.write_text("first", encoding="utf-8")

    def _read(self) -> list[str]:
        self.times += 1
        return [self.file.read_text(encoding="utf-8")]

    def __call__(self) -> list[str]:
        """What is read, or what was kept of it."""
        return snapshot.kept(self.root, self._read)


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """A reader of a folder of its own."""
    return Reader(tmp_path / "knowledge")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where snapshots go."""
    found = tmp_path / "snapshots"
    monkeypatch.setenv("NESTESTEG_CACHE", str(found))
    return found


def only(folder: Path) -> Path:
    """The one snapshot there is."""
    (found,) = folder.iterdir()
    return found


def test_what_was_read_is_not_read_again(reader: Reader, folder: Path) -> None:
    """The second time it comes from a folder and a file that nobody else may see."""
    assert reader() == reader() == ["first"]
    assert reader.times == 1
    assert folder.stat().st_mode & OPEN == 0o700
    assert only(folder).stat().st_mode & OPEN == 0o600


def test_what_was_kept_can_be_had_without_reading(reader: Reader, folder: Path) -> None:
    """And nothing is read, or kept, for whoever asks only for that."""
    assert snapshot.found(reader.root) is None
    reader()
    assert snapshot.found(reader.root) == ["first"]
    reader.file.write_text("second", encoding="utf-8")
    assert snapshot.found(reader.root) is None
    assert len([*folder.iterdir()]) == 1


def test_an_edit_is_seen_at_once(reader: Reader, folder: Path) -> None:
    """Even one that changes neither the size nor the time of a file; and so is a new file."""
    reader()
    times = reader.file.stat()
    reader.file.write_text("other", encoding="utf-8")
    os.utime(reader.file, ns=(times.st_atime_ns, times.st_mtime_ns))

    assert reader() == ["other"]
    (reader.root / "ontology").mkdir()
    (reader.root / "ontology" / "a.ttl").touch()
    reader()
    assert reader.times == 3
    assert len([*folder.iterdir()]) == 3


def cut_off(path: Path) -> None:
    """As if the disk had been full."""
    path.write_bytes(path.read_bytes()[:-1])


def changed(path: Path) -> None:
    """One byte is another."""
    path.write_bytes(path.read_bytes()[:-2] + b"x.")


def open_to_others(path: Path) -> None:
    """Whoever wants to can write the file."""
    path.chmod(0o666)


def in_an_open_folder(path: Path) -> None:
    """Whoever wants to can put another file in its place."""
    path.parent.chmod(OPEN)


def a_link(path: Path) -> None:
    """To something that is somewhere else."""
    path.rename(path.parents[1] / "elsewhere")
    path.symlink_to(path.parents[1] / "elsewhere")


def a_folder(path: Path) -> None:
    """Where the file should be."""
    path.unlink()
    path.mkdir()


SPOILERS = [cut_off, changed, open_to_others, in_an_open_folder, a_link, a_folder, Path.unlink]


@pytest.mark.parametrize("spoil", SPOILERS)
def test_a_spoilt_snapshot_is_read_over(
    reader: Reader, folder: Path, spoil: Callable[[Path], None]
) -> None:
    """Silently, from the files."""
    reader()
    spoil(only(folder))

    assert reader() == ["first"]
    assert reader.times == 2


def test_somebody_elses_snapshot_is_not_believed(
    reader: Reader, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that belongs to another user is as good as none."""
    if not hasattr(os, "getuid"):
        pytest.skip("no owners here")
    reader()
    owner = folder.stat().st_uid
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)

    assert reader() == ["first"]
    assert reader.times == 2


def test_without_a_folder_nothing_is_kept(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Turned off, in the way of a file, no home, or a home without a folder for caches."""
    (tmp_path / "file").touch()
    for chosen in ("", str(tmp_path / "file" / "x"), str(tmp_path / "no" / "such")):
        monkeypatch.setenv("NESTESTEG_CACHE", chosen)
        reader()
    monkeypatch.delenv("NESTESTEG_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("HOME", raising=False)
    reader()
    monkeypatch.setenv("HOME", str(tmp_path))
    reader()

    assert reader.times == 5
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "knowledge"]


def test_the_users_folder_for_caches_is_used(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is one."""
    monkeypatch.delenv("NESTESTEG_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".cache").mkdir()
    reader()

    assert only(tmp_path / ".cache" / "nestesteg").suffix == ".snapshot"


def test_only_the_newest_are_kept(reader: Reader, folder: Path) -> None:
    """Old snapshots do not fill the disk."""
    for number in range(snapshot.MOST + 3):
        reader.file.write_text(str(number), encoding="utf-8")
        reader()

    assert len([*folder.iterdir()]) == snapshot.MOST


def test_what_a_snapshot_gives_is_what_the_files_give(tmp_path: Path, folder: Path) -> None:
    """All facts with their places, all rules, the same program."""
    root = tmp_path / "copy"
    for name in ("ontology", "rules"):
        shutil.copytree(data_root() / name, root / name)
    first, second = ready(root), ready(root)

    assert only(folder)
    assert first[0] is not second[0]
    assert first[1] == second[1]
    assert first[0].rules == second[0].rules
    for one, other in (first, second), (second, first):
        for fact in one[0].known.triples():
            assert one[0].known.place(fact) == other[0].known.place(fact)
            assert fact in set(other[0].known.about(fact.subject))


def test_a_fault_is_never_kept(tmp_path: Path, folder: Path) -> None:
    """It is told each time."""
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "a.ttl").write_text("<urn:a> <urn:b>", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(Faults):
            ready(tmp_path)

    assert not folder.exists()
