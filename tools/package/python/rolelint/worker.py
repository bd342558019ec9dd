"""A running `rolelint worker`: one child process that answers text after text (docs/worker.md)."""

from __future__ import annotations

import json
import os
import struct
import subprocess
from typing import Any, Mapping, Optional, Sequence

from . import Error, binary


class Died(Error):
    """The worker ended while it had a text in hand. The next one starts another worker."""


class Worker:
    """Starts the child when it is first asked, and again after it died. Not for several threads at once."""

    def __init__(self, options: Sequence[str] = (), folder: Optional[str] = None):
        """`folder` is the child's working directory: paths among the options are relative to it."""
        self._command = [binary(), "worker", *options]
        self._folder = folder
        self._child: "Optional[subprocess.Popen[bytes]]" = None
        self.peak_bytes = 0  # of memory, of children that have ended

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    @property
    def pid(self) -> Optional[int]:
        return self._child.pid if self._child else None

    def ask(self, question: str, name: str, content: bytes, options: Optional[Mapping[str, Any]] = None) -> Any:
        """The answer to one frame. Raises Died if the worker ends before it answers, and Error if it cannot answer."""
        header = json.dumps({"question": question, "name": name, "options": dict(options or {})}).encode()
        try:
            if self._child is None:
                self._child = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=self._folder)
            pipe = self._child.stdin
            assert pipe is not None
            pipe.write(struct.pack(">I", len(header)) + header + struct.pack(">I", len(content)))
            pipe.write(content)
            pipe.flush()
            answer = self._read(struct.unpack(">I", self._read(4))[0])
        except (OSError, EOFError):
            raise Died(f"{name}: the worker ended with status {self.close()} while it had this in hand") from None
        decoded = json.loads(answer)
        if "error" in decoded:
            raise Error(f"{name}: {decoded['error']}")
        return decoded

    def ask_twice(self, question: str, name: str, content: bytes, options: Optional[Mapping[str, Any]] = None) -> Any:
        """As ask(); where the worker dies it may have been killed by chance, so a second one is asked."""
        try:
            return self.ask(question, name, content, options)
        except Died:
            return self.ask(question, name, content, options)

    def _read(self, count: int) -> bytes:
        assert self._child is not None and self._child.stdout is not None
        data = self._child.stdout.read(count)
        if len(data) < count:
            raise EOFError
        return data

    def close(self) -> Optional[int]:
        """Ends the child, if there is one, and gives its exit status."""
        child, self._child = self._child, None
        if child is None:
            return None
        for pipe in (child.stdin, child.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                pass
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        self.peak_bytes = max(self.peak_bytes, usage.ru_maxrss * 1024)
        return child.returncode
