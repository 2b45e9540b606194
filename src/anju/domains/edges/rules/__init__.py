"""What an edge and the server must agree on to the byte: papers, log, snapshot. Needs neither Django nor a network. The office's rules are in `office`."""

from . import envelope, log, snapshot

__all__ = ["envelope", "log", "snapshot"]
