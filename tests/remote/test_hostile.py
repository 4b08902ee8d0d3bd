"""Whatever a server elsewhere does: there is a fault with a number, in time, and nothing else."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import enumerate as threads

import pytest
from remote.encrypted import CERTIFICATE, encrypted
from remote.hostile import ENDLESS, HARM, ROWS, SLOWLY, Hostile, hostile

from kg.errors import Faults
from kg.messages import LANGUAGES, faults_text
from kg.remote.bounds import Bounds
from kg.remote.exchange import Address, Reply
from kg.remote.results import read
from kg.remote.store import RemoteStore
from kg.store import Table
from kg.terms import Literal

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


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_does_not_show_who_they_are_is_told_nothing(language: str) -> None:
    """Nobody we trust has signed for them; neither question nor password is sent."""
    with encrypted() as (port, heads):
        told = faults_text(_refusal(f"https://127.0.0.1:{port}/"), language)

    assert told.startswith("NS572")
    assert f"https://127.0.0.1:{port}/" in told
    assert "self-signed certificate" in told or "self signed certificate" in told
    assert "secret" not in told
    assert heads == []


def test_a_server_we_trust_is_asked_by_the_name_it_has_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the certificate among those that are trusted; under another name it is somebody else."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with encrypted() as (port, heads):
        where = Address(f"https://127.0.0.1:{port}/")
        found = RemoteStore(where, {}, (), BOUNDS).answer("SELECT ?a {}")
        other = faults_text(_refusal(f"https://localhost:{port}/"), "en")

    assert found == Table(("a",), ((Literal("x"),),))
    assert other.startswith("NS572")
    assert "localhost" in other
    assert len(heads) == 1


def test_what_is_not_encrypted_is_no_https() -> None:
    """A server that speaks plainly at such an address."""
    with encrypted(is_plain=True) as (port, _):
        told = faults_text(_refusal(f"https://127.0.0.1:{port}/"), "en")

    assert told.startswith("NS569")


def _refusal(where: str) -> Faults:
    with pytest.raises(Faults) as refusal:
        RemoteStore(Address(where, "me", "secret"), {}, (), BOUNDS).answer("SELECT ?a {}")
    return refusal.value
