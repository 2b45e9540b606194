"""A refusal is a value: a code for machines and a sentence for people. An exception is a fault; this is not one."""

from __future__ import annotations

from typing import Any


class Refusal:
    """What a rule or an action answers instead of doing the thing.

    `code` is `room.reason`; `sentence` is a lazily translated text with `%(name)s` places for `params`.
    It says what happened, why, and what to do next.
    """

    __slots__ = ("code", "params", "sentence")

    def __init__(self, code: str, sentence: Any, **params: Any) -> None:
        self.code, self.sentence, self.params = code, sentence, params

    def __str__(self) -> str:
        text = str(self.sentence)
        return text % self.params if self.params else text

    def __repr__(self) -> str:
        return f"Refusal({self.code!r}, {self.params!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Refusal) and (self.code, self.params) == (other.code, other.params)

    def __hash__(self) -> int:
        return hash(self.code)

    def as_json(self) -> dict[str, Any]:
        """The one shape in which every door shows a refusal."""
        return {"code": self.code, "sentence": str(self), "params": {k: str(v) for k, v in self.params.items()}}
