"""What the archive sees more rarely: last year's classes are arranged and closed, texts go to owners, and the chronicle is kept."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from anju.domains.documents import actions as documents
from anju.domains.documents.queries import Document, DocumentClass, Piece, YearOfClass
from anju.domains.places.queries import by_kind
from anju.kernel import clock

from . import names, photos
from .papers import file_paper, signed
from .world import World

ARRANGED = ("ND", "BG", "WB", "SJ")
"""Classes of last year in the order in which they are arranged, one a month."""

OCCASIONS = ("邻里书画展", "消防疏散演练", "中秋游园", "志愿者清洁日", "优秀员工表彰")
TEXT = "装修管理规定"
DRAFT = "电动自行车停放充电管理细则"
DAYS_TO_CLOSE = 12


def begin(world: World, day: date) -> None:
    """A rule that somebody owes, and slips of which the time is over at the end of this year."""
    desk = world.cast.staff["front_desk"][0]
    rules = DocumentClass.objects.get(scope=world.scope, code="ZD")
    world.act(
        documents.register_document, world.scope, klass=rules, title=DRAFT, owner=world.cast.staff["security_manager"][0], due_on=day + timedelta(days=60), by=desk
    )
    year = day.year - 2
    file_paper(world, "FX", f"{year}年12月放行条", "合订本", by=desk, piece="放行登记及放行条", period=f"{year}-12", cabinet="C3", box="旧")


def arrange(world: World, lot: Random) -> None:
    """Once a month what another class must hold of last year is brought together, and its arranging begins."""
    desk, last = world.cast.staff["front_desk"][0], world.local(clock.now()).year - 1
    done = set(YearOfClass.objects.filter(scope=world.scope, year=last).values_list("klass__code", flat=True))
    code = next((each for each in ARRANGED if each not in done), None)
    if code is None:
        return
    klass = DocumentClass.objects.get(scope=world.scope, code=code)
    for piece in Piece.objects.filter(klass=klass, state="in_use").order_by("position"):
        for period in [f"{last}-Q{number}" for number in range(1, 5)] if piece.per == "quarter" else [str(last)]:
            file_paper(world, code, f"{period} {piece.name}", "合订本", by=desk, piece=piece.name, period=period, cabinet="B3", box=str(last))
    world.act(documents.begin_arranging, klass, year=last, by=desk)


def close(world: World, lot: Random) -> None:
    """What was arranged for two weeks is archived."""
    since = clock.now() - timedelta(days=DAYS_TO_CLOSE)
    for year in YearOfClass.objects.filter(scope=world.scope, state="arranging", arranging_at__lte=since).order_by("arranging_at"):
        world.act(documents.archive_year, year, by=world.cast.staff["front_desk"][0])


def hand_out_text(world: World, lot: Random) -> None:
    """An owner who means to renovate gets the rules and signs for them."""
    desk, homes = world.anyone("front_desk"), by_kind(world.scope, "dwelling")
    text = Document.objects.filter(scope=world.scope, title=TEXT, state="effective").first()
    if desk is not None and text is not None and homes:
        home = homes[lot.randrange(homes.count())]
        world.act(documents.issue_text, text, dwelling=home, receiver_name=names.name(lot), signature=signed(lot), by=desk)


def remember(world: World, lot: Random) -> None:
    """A photo and a line for the chronicle."""
    desk, today = world.anyone("front_desk"), world.local(clock.now()).date()
    if desk is not None:
        klass = DocumentClass.objects.get(scope=world.scope, code="DS")
        title = OCCASIONS[today.toordinal() // 14 % len(OCCASIONS)]
        picture = photos.taken(lot, title)[0]
        world.act(documents.file_document, world.scope, klass=klass, title=title, file=picture, dated_on=today, note="中心花园", by=desk)
