"""A faithful local Notion API server for tests.

``start()`` runs the server in a process of its own. With pytest, take the fixture ``notion_local`` instead.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

__all__ = ["NotionLocal", "NotionLocalError", "start"]


class NotionLocalError(Exception):
    """The server could not be started, or rejected a request under ``/_local/``."""


class NotionLocal:
    """A running server. It stops at the end of a ``with`` block, by ``stop()``, or when Python exits or is killed."""

    #: The address, for the base URL of a client.
    url: str
    #: The token of the integration that sees everything.
    token: str
    #: The ID of the page "Home", in which pages and databases can be created.
    home: str

    def __init__(self, process: subprocess.Popen[str], url: str, token: str, home: str) -> None:
        self._process = process
        self.url = url
        self.token = token
        self.home = home

    def reset(self) -> None:
        """Brings the workspace back to its beginning, with the same IDs."""
        self.control("POST", "reset")

    def control(self, method: str, name: str, body: Any = None) -> Any:
        """Sends a request to ``/_local/NAME`` and returns the JSON of the answer, or ``None`` without one.

        ``control("POST", "faults", {"fault": "rate_limited", "retry_after": 1})`` makes the next request fail.
        """
        request = urllib.request.Request(
            f"{self.url}/_local/{name}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        # Without the proxies of the environment, which do not lead to loopback.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=30) as response:
                answer = response.read()
        except urllib.error.HTTPError as error:
            reason = error.read().decode(errors="replace")
            raise NotionLocalError(f"{method} /_local/{name} failed with {error.code}: {reason}") from None
        return json.loads(answer) if answer else None

    def stop(self) -> None:
        """Stops the server. A second call does nothing."""
        atexit.unregister(self.stop)
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def __enter__(self) -> NotionLocal:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"NotionLocal(url={self.url!r})"


def start(*, port: int = 0, seed: int = 0, snapshot: str | os.PathLike[str] | None = None) -> NotionLocal:
    """Starts a server on a port of loopback: a free one unless ``port`` is given.

    The same ``seed`` and the same requests give the same IDs. ``snapshot`` is a JSON file with the workspace to begin
    with, as ``GET /_local/snapshot`` gives it.
    """
    # The pipe to its standard input is closed when this process ends, even by SIGKILL, and the server stops with it.
    command = [str(_program()), "--exit-with-stdin", "--port", str(port), "--seed", str(seed)]
    if snapshot is not None:
        command += ["--snapshot", os.fspath(snapshot)]
    with tempfile.TemporaryFile(mode="w+") as errors:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True)
        assert process.stdin is not None and process.stdout is not None
        if hasattr(os, "register_at_fork"):
            # A forked process would hold the pipe open after this one has ended.
            os.register_at_fork(after_in_child=process.stdin.close)
        said: dict[str, str] = {}
        for line in process.stdout:
            name, _, value = line.strip().partition(" ")
            said[name] = value.strip()
            if name == "home":
                break
        else:
            process.wait()
            process.stdin.close()
            process.stdout.close()
            errors.seek(0)
            raise NotionLocalError(f"notion-local did not start: {errors.read().strip()}")
    server = NotionLocal(process, said["url"], said["token"], said["home"])
    atexit.register(server.stop)
    return server


def _program() -> Path:
    """The program that the wheel has installed, wherever this Python puts programs."""
    name = "notion-local" + (".exe" if sys.platform == "win32" else "")
    user = "nt_user" if os.name == "nt" else "posix_user"
    folders = [sysconfig.get_path("scripts")]
    if user in sysconfig.get_scheme_names():
        folders.append(sysconfig.get_path("scripts", scheme=user))
    # `pip install --target` puts programs beside the modules.
    folders.append(str(Path(__file__).parent.parent / "bin"))
    for folder in folders:
        path = Path(folder) / name
        if path.is_file():
            return path
    found = shutil.which(name)
    if found is None:
        raise NotionLocalError(f"the program {name} is in none of {', '.join(folders)}: install the wheel again")
    return Path(found)
