"""State tables: one place for a state's name, colour and what may follow. Badges, filters, rules and docs read it."""

from __future__ import annotations

from typing import Any

COLOURS = ("grey", "blue", "green", "yellow", "orange", "red")


class State(str):
    """A state code that knows its label, colour and the states that may follow."""

    label: Any
    colour: str
    to: tuple[str, ...]

    def __new__(cls, code: str, label: Any, colour: str, to: tuple[str, ...]) -> State:
        self = super().__new__(cls, code)
        self.label, self.colour, self.to = label, colour, to
        return self

    def __deepcopy__(self, memo: dict) -> State:
        return self

    def __reduce__(self) -> tuple:
        return str, (str(self),)


class _Declared:
    def __init__(self, label: Any, colour: str, to: tuple[str, ...]) -> None:
        self.label, self.colour, self.to = label, colour, to


def state(label: Any, colour: str, to: tuple[str, ...] = ()) -> Any:
    """Declare one state inside a `States` class; the attribute's name is its code."""
    if colour not in COLOURS:
        raise ValueError(f"unknown colour {colour!r}")
    return _Declared(label, colour, to)


class _StatesType(type):
    def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
        declared = {code: value for code, value in body.items() if isinstance(value, _Declared)}
        for code, value in declared.items():
            unknown = set(value.to) - set(declared)
            if unknown:
                raise ValueError(f"{name}.{code} leads to unknown states {sorted(unknown)}")
            body[code] = State(code, value.label, value.colour, value.to)
        body["_table"] = {code: body[code] for code in declared}
        return super().__new__(mcs, name, bases, body)

    def __iter__(cls):
        return iter(cls._table.values())

    def __getitem__(cls, code: str) -> State:
        return cls._table[code]

    def __contains__(cls, code: object) -> bool:
        return code in cls._table

    @property
    def choices(cls) -> list[tuple[str, Any]]:
        return [(str(code), state.label) for code, state in cls._table.items()]


class States(metaclass=_StatesType):
    """Base of a state table; see `state`."""

    _table: dict[str, State]

    @classmethod
    def may(cls, before: str, after: str) -> bool:
        """Whether the table allows the step `before` to `after`."""
        return after in cls._table[before].to
