"""The command as users run it: a process of its own, read by its output and its exit code."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

TOCSIN = Path(sys.executable).parent / "tocsin"

HANGS_AFTER_S = 60  # how fast a busy machine starts Python is nobody's fault, and says nothing


class Daemon:
    """A running `tocsin run`; its log is kept in memory."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.log: list[str] = []
        self._seen = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def start(cls, folder: Path, *arguments: str, is_measured: bool = True, **variables: str) -> Daemon:
        """Start it; one that will be killed leaves no figures of coverage, and need not be slowed by taking them."""
        process = await asyncio.create_subprocess_exec(
            TOCSIN,
            *(arguments or ("run",)),
            "--config",
            folder,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env={name: value for name, value in {**os.environ, **variables}.items() if is_measured or not name.startswith("COVERAGE")},
        )
        return cls(process)

    async def says(self, words: str, within_s: float = HANGS_AFTER_S) -> str:
        """Wait until a line of the log holds the words; return the line."""
        async with asyncio.timeout(within_s):
            while True:
                for line in self.log:
                    if words in line:
                        return line
                if self.process.returncode is not None and self._reading.done():
                    raise AssertionError(f"ended without {words!r}:\n" + "\n".join(self.log))
                self._seen.clear()
                await self._seen.wait()

    async def kill(self) -> None:
        """End it as a power cut would."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        await self._reading

    async def end(self) -> int:
        """Ask it to end, as the service manager does; return its exit code."""
        if self.process.returncode is None:
            self.process.terminate()
        return await self.exit_code()

    async def exit_code(self) -> int:
        await self._reading
        return await self.process.wait()

    async def _read(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.log.append(line.decode().rstrip())
            self._seen.set()
        self._seen.set()


async def command(*arguments: str | Path, **variables: str) -> tuple[int, str, str]:
    """Run a command to its end; return its exit code, output and complaints."""
    process = await asyncio.create_subprocess_exec(
        TOCSIN,
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **variables},
    )
    out, complaints = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), complaints.decode()
