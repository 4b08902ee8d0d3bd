"""SPARQL servers of others, as processes of their own."""

import os
import shutil
import socket
import subprocess
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OXIGRAPH = Path(sysconfig.get_path("scripts")) / "oxigraph"
VIRTUOSO = shutil.which("virtuoso-t")


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def oxigraph() -> Iterator[str]:
    """An empty Oxigraph server in memory; its address."""
    port = free_port()
    command = [str(OXIGRAPH), "serve", "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert b"Listening" in process.stderr.readline()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


CONFIGURATION = """
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = {port}
DirsAllowed = .
NumberOfBuffers = 2000
[HTTPServer]
ServerPort = {web}
ServerRoot = .
[SPARQL]
DefaultQuery = select distinct ?c where {{ [] a ?c }}
"""


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """An empty Virtuoso server in which everybody may write; its address."""
    port, web = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(CONFIGURATION.format(port=port, web=f"127.0.0.1:{web}"))
    command = [str(VIRTUOSO), "+foreground", "+configfile", "virtuoso.ini"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if b"Server online" in line:
                break
        grant = "GRANT SPARQL_UPDATE TO \"SPARQL\"; DB.DBA.RDF_DEFAULT_USER_PERMS_SET('nobody', 7);"
        subprocess.run(
            [str(shutil.which("isql-vt")), f"{port}", "dba", "dba", f"exec={grant}"],
            check=True,
            stdout=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"]},
        )
        try:
            yield f"http://127.0.0.1:{web}"
        finally:
            process.kill()
