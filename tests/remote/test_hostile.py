"""Whatever a server elsewhere does: there is a fault with a number, in time, and nothing else."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from ssl import SSLCertVerificationError
from threading import enumerate as threads
from urllib.error import URLError

import pytest
from remote.hostile import ENDLESS, HARM, ROWS, SLOWLY, Hostile, hostile

from kg.errors import Faults
from kg.messages import LANGUAGES, faults_text
from kg.remote.bounds import Bounds
from kg.remote.exchange import Address, Reply, _Asking
from kg.remote.opener import Channels
from kg.remote.results import read
from kg.remote.store import RemoteStore
from kg.store import Table

BOUNDS = Bounds(most_bytes=20_000_000, most_rows=4_000)


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    """A server that means ill."""
    with hostile() as found:
        yield found


@pytest.fixture(scope="module")
def refusals(server: Hostile) -> dict[str, Faults]:
    """What is said of each way to do harm."""
    found = {}
    for name in HARM:
        where = Address(f"{server.address}/{name.replace(' ', '%20')}", "me", "secret")
        with pytest.raises(Faults) as refusal:
            RemoteStore(where, {}, (), bounds(name)).answer("SELECT ?a {}")
        found[name] = refusal.value
    return found


def bounds(name: str) -> Bounds:
    """As little time or room as shows what holds."""
    if name == ENDLESS:
        return replace(BOUNDS, most_bytes=100_000)
    return replace(BOUNDS, seconds=0.3) if name in SLOWLY else BOUNDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_harm_is_told(
    server: Hostile, refusals: dict[str, Faults], language: str, golden: Callable[[str, str], None]
) -> None:
    """With a number, in words, without signs that steer a terminal, and without the password."""
    told = "".join(
        f"-- {name}\n{faults_text(faults, language)}\n" for name, faults in refusals.items()
    )
    plain = told.replace(server.address, "http://127.0.0.1:PORT")

    assert "secret\n" not in plain.replace("/secret", "")
    golden(f"remote/hostile.{language}.txt", plain)


def test_nothing_is_followed_and_nobody_waits(server: Hostile, refusals: dict[str, Faults]) -> None:
    """No address that a server points to was visited; no thread of ours is left behind."""
    assert sorted(server.visits) == sorted(refusals)
    for thread in threads():
        if thread.daemon and "run" in thread.name:
            thread.join()


def test_the_command_ends_in_time_and_says_why(server: Hostile) -> None:
    """Whatever comes letter by letter; in one line, with the status of a fault."""
    where = f"{server.address}/the%20body%20letter%20by%20letter"
    words = ["query", "-", "--store", where, "--timeout", "0.5", "--lang", "en"]
    done = subprocess.run(
        [sys.executable, "-m", "kg", *words],
        input="ASK {}",
        capture_output=True,
        check=False,
        encoding="utf-8",
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("NS563 The server took more than 0.5 seconds")
    assert done.stderr.count("\n") == 1


def test_what_is_within_bounds_is_read() -> None:
    """To the last row; one more is too many, and so is one after the time is up."""
    where, rows = Address("http://a.example"), Reply("application/json", ROWS)
    whole = read(rows, where, Bounds(most_rows=5000))

    assert isinstance(whole, Table)
    assert len(whole.rows) == 5000
    for narrow, key in (
        (Bounds(most_rows=4999), "store-too-many"),
        (Bounds(until=0), "store-silent"),
    ):
        with pytest.raises(Faults) as refusal:
            read(rows, where, narrow)
        assert refusal.value.each()[0].key == key


def test_who_is_not_who_they_claim_to_be_is_told_apart() -> None:
    """From a server that does not answer."""
    error = SSLCertVerificationError("no")
    error.verify_message = "self-signed certificate"
    asking = _Asking(Address("https://a.example/"), BOUNDS, Channels())
    faults = asking._fault(URLError(error))  # noqa: SLF001 - there is no certificate to try it with

    assert "NS572" in faults_text(faults, "nn")
    assert "self-signed certificate" in faults_text(faults, "nn")
