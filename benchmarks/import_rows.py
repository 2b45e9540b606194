"""A table of 50,000 dwellings through the import: read, every row checked, let in, each with its ledger row.

The file goes the way of the office's wizard: `import_table`, `match_columns`, the slices that check, `confirm_import`, the slices that
let in. The peer is Django's `bulk_create` of the same dwellings, their objects included, from values that need neither reading nor
checking, without ledger. A run fails unless exactly the good rows stand afterwards and each bad row is reported under its number.
Meanwhile a second process writes to the same database again and again: what it waits at most is what a guard at a gate would wait.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .figures import Figure, by_turns

BUILDINGS, UNITS, FLOORS, DOORS = 50, 4, 25, 10
ROWS = BUILDINGS * UNITS * FLOORS * DOORS
MOST_LOCKED_MS = 50
HEAD = ("楼栋", "单元", "房号", "楼层", "面积（㎡）")
OTHER = """
import json, select, sqlite3, sys, time
base = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=0)
base.execute("CREATE TABLE IF NOT EXISTS somebody_else (at REAL)")
print("ready", flush=True)
waits = []
while not select.select([sys.stdin], [], [], 0.02)[0]:
    began = time.perf_counter()
    while True:
        try:
            base.execute("BEGIN IMMEDIATE")
            break
        except sqlite3.OperationalError:
            time.sleep(0.0005)
    waits.append((time.perf_counter() - began) * 1000)
    base.execute("INSERT INTO somebody_else VALUES (?)", [began])
    base.execute("COMMIT")
print(json.dumps(waits))
"""
BAD = (("99栋", "1单元", "9901", 99, 88.5), ("1栋", "1单元", "0101", 1, "很大"), ("1栋", "1单元", "", 1, 88.5), ("1栋", "1单元", "0101", 1, 88.5))


def measure() -> list[Figure]:
    """Rows a second of both, the longest transaction of the import, and the longest wait of somebody else who writes."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    bench = _Bench()
    ours, peer = by_turns(bench.imported, bench.bulk_created)
    figures = [Figure(f"{ROWS:,} dwellings from xlsx, each checked and in the ledger", "s", ours, "<= 3", peer, "bulk_create of the same rows")]
    if connection.vendor == "sqlite":
        with _transactions(connection) as held, _somebody_else(connection) as waits:
            bench.imported()
        figures.append(Figure("longest transaction of that import", "ms", max(held), f"<= {MOST_LOCKED_MS}"))
        figures.append(Figure("longest wait of another process that writes meanwhile", "ms", max(waits), f"<= {MOST_LOCKED_MS}"))
    return figures


class _Bench:
    def __init__(self) -> None:
        from anju.domains.places import actions as places
        from anju.kernel.actors import Actor

        self.system = Actor.system("test")
        self.company = places.found_organisation(places.platform(), name="安居物业", kind="company", by=self.system).scope
        self.file = _table()
        self.turn = 0

    def _community(self) -> Any:
        """A community of its own for each turn, with its buildings and units."""
        from anju.domains.places import actions as places
        from anju.kernel import scope as view

        self.turn += 1
        garden = places.found_community(self.company, name=f"锦绣花园 {self.turn}", by=self.system).scope
        with view.entered(garden):
            for building in range(1, BUILDINGS + 1):
                house = places.add_place(garden, kind="building", code=str(building), by=self.system)
                for unit in range(1, UNITS + 1):
                    places.add_place(garden, kind="unit", code=str(unit), parent=house, by=self.system)
        return garden

    def imported(self) -> float:
        """Seconds from the file to the last row."""
        from django.core.files.uploadedfile import SimpleUploadedFile

        from anju.kernel import scope as view
        from anju.kernel.importing import actions as verbs
        from anju.kernel.importing.work import faults_of, work

        garden = self._community()
        with view.entered(garden):
            began = time.perf_counter()
            table = verbs.import_table.spec.clean({"screen": "places", "table": SimpleUploadedFile("dwellings.xlsx", self.file)})
            one = verbs.import_table(garden, **table, by=self.system)
            one = verbs.match_columns(one, mapping=one.mapping, by=self.system)
            while one.is_working:
                one = work(one.pk, seconds=5)
            one = verbs.confirm_import(one, by=self.system)
            while one.is_working:
                one = work(one.pk, seconds=5)
            seconds = time.perf_counter() - began
            self._must_be_right(garden, one, faults_of(one, 100))
        return seconds

    def _must_be_right(self, garden: Any, one: Any, faults: list) -> None:
        from anju.domains.places.models import Place
        from anju.kernel.models import Entry

        told = sorted({number for number, _label, _text in faults})
        bad = list(range(ROWS + 2, ROWS + 2 + len(BAD)))
        rows = Place.everywhere.filter(scope=garden, kind="dwelling").count()
        entries = Entry.objects.filter(scope=garden, name="places.dwelling_added").count()
        if (one.state, one.done, rows, entries, told) != ("done", ROWS, ROWS, ROWS, bad):
            raise RuntimeError(f"{one.state}: {one.done} done, {rows} dwellings, {entries} ledger rows, faults in {told} instead of {bad}")

    def bulk_created(self) -> float:
        """Seconds to make the same dwellings from ready values."""
        from anju.domains.places.models import Place
        from anju.kernel import clock

        garden = self._community()
        units = {(unit.parent.code, unit.code): unit for unit in Place.everywhere.filter(scope=garden, kind="unit").select_related("parent")}
        began, now = time.perf_counter(), clock.now()
        made = []
        for building, unit, number, floor, area in _rows():
            under = units[building[:-1], unit[:-2]]
            one = Place(scope=garden, kind="dwelling", code=number, name=number, parent=under, floor=floor, area_m2=area, created_at=now)
            one.path, one.full_name, one.ordering = f"{under.path}{one.id.hex}/", under.full_name + number, f"{under.ordering}/{number}"
            made.append(one)
        Place.everywhere.bulk_create(made)
        seconds = time.perf_counter() - began
        if Place.everywhere.filter(scope=garden, kind="dwelling").count() != ROWS:
            raise RuntimeError("the peer left rows out")
        return seconds


def _rows() -> Iterator[tuple]:
    for building in range(1, BUILDINGS + 1):
        for unit in range(1, UNITS + 1):
            for floor in range(1, FLOORS + 1):
                for door in range(1, DOORS + 1):
                    yield f"{building}栋", f"{unit}单元", f"{floor:02d}{door:02d}", floor, 88.5


def _table() -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("房屋")
    for row in (HEAD, *_rows(), *BAD):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@contextmanager
def _transactions(connection: Any) -> Iterator[list[float]]:
    """How many milliseconds each transaction of this connection holds its locks, from the first moment it has them to the commit."""
    held: list[float] = []
    began = 0.0
    plain = connection.set_autocommit

    def timed(autocommit: bool, **rest: Any) -> None:
        nonlocal began
        if autocommit:
            held.append((time.perf_counter() - began) * 1000)
        plain(autocommit, **rest)
        began = time.perf_counter()

    connection.set_autocommit = timed
    try:
        yield held
    finally:
        del connection.set_autocommit


@contextmanager
def _somebody_else(connection: Any) -> Iterator[list[float]]:
    """Another process that writes every 20 ms; afterwards its waits in milliseconds. On PostgreSQL it writes rows nobody else wants."""
    waits: list[float] = []
    other = subprocess.Popen([sys.executable, "-c", OTHER, str(connection.settings_dict["NAME"])], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    other.stdout.readline()
    yield waits
    waits += json.loads(other.communicate("\n")[0])
