"""The start path as Windows would run it: what only POSIX has is hidden, folders cannot be opened, and os.kill would end a process."""

from __future__ import annotations

import os
import signal
import sys
from importlib.abc import MetaPathFinder
from typing import Any

POSIX_MODULES = {"fcntl", "resource", "termios", "tty", "pty", "pwd", "grp", "syslog", "crypt", "posixpath_only"}
POSIX_NAMES = ("fork", "forkpty", "geteuid", "getuid", "getgid", "setsid", "killpg", "getpgid", "uname", "statvfs", "chown", "mkfifo", "O_NONBLOCK", "O_CLOEXEC", "O_DIRECTORY", "sched_getaffinity")
POSIX_SIGNALS = ("SIGKILL", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGCHLD", "SIGQUIT", "SIGPIPE")


class _Absent(MetaPathFinder):
    def find_spec(self, name: str, *_rest: Any) -> None:
        if name in POSIX_MODULES:
            raise ModuleNotFoundError(f"No module named {name!r} on Windows", name=name)


class Windows:
    """`os` as our own modules see it there."""

    name = "nt"

    def __getattr__(self, name: str) -> Any:
        if name in POSIX_NAMES:
            raise AttributeError(f"module 'os' has no attribute {name!r} on Windows")
        return getattr(os, name)

    def open(self, path: Any, flags: int, mode: int = 0o777) -> int:
        if os.path.isdir(path):
            raise PermissionError(13, "Permission denied", str(path))
        return os.open(path, flags, mode)

    def kill(self, pid: int, _signal: int) -> None:
        raise AssertionError(f"os.kill would have ended process {pid}")


def hide() -> None:
    """From here on: no POSIX module can be imported anew, and our own modules see Windows' `os` and signals."""
    for name in POSIX_MODULES:
        sys.modules.pop(name, None)
    sys.meta_path.insert(0, _Absent())
    for name in POSIX_SIGNALS:
        if hasattr(signal, name):
            delattr(signal, name)


def replace_os() -> None:
    for name, module in list(sys.modules.items()):
        if name.startswith("anju.") and getattr(module, "os", None) is os:
            module.os = Windows()


def main() -> None:
    import asyncio.subprocess  # noqa: F401 - the standard library itself was written for both
    import socket  # noqa: F401
    import tempfile  # noqa: F401

    import uvicorn  # noqa: F401

    hide()
    import anju.project.cli as cli

    for module, _help in cli.COMMANDS.values():
        __import__(module)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.project.settings")
    import django

    django.setup()
    replace_os()
    assert cli.main(["migrate", "--quiet"]) == 0
    import anju.project.asgi

    replace_os()
    work(cli)
    anju.project.asgi.background.start()
    anju.project.asgi.background.stop()
    print("works")


def work(cli: Any) -> None:
    from anju.domains.places.actions import found_community, platform
    from anju.kernel import files, keeping, runner, seals
    from anju.kernel.actors import Actor

    by = Actor.system("test")
    community = found_community(platform(), name="锦绣花园", by=by).scope
    keeping.keep_file(community, file=files.checked(b"%PDF-1.4 a paper", name="paper.pdf"), by=by)
    seals.seal(community)
    assert not runner.is_dead(f"{runner.owner_name().partition(':')[0]}:1:x")
    data = os.environ["ANJU_DATA_DIR"]
    assert cli.main(["backup", f"{data}/one.backup"]) == 0
    assert cli.main(["ledger", "verify"]) == 0


if __name__ == "__main__":
    main()
