from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from anju.domains.patrol import actions
from anju.domains.patrol.models import Checkpoint, Round, RoundPoint, Route, Scheme
from anju.domains.people.models import Post, Presence
from anju.domains.people.tests.team import Team
from anju.domains.places.models import Place
from anju.kernel import clock, files, scope
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

SYSTEM = Actor.system("test")
SHANGHAI = ZoneInfo("Asia/Shanghai")
LATITUDE, LONGITUDE = 31.2, 121.4
METRE = 1 / 111_195
"""A metre to the north, in degrees."""


def at(text: str) -> datetime:
    """A wall clock time of the community such as "2026-03-05 08:00", in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


MORNING = at("2026-03-05 06:00")
"""A Thursday, six o'clock: the small hours are not over."""


@pytest.fixture
def community(db):
    where = Scope.objects.create(kind="community", name="锦绣花园")
    with scope.entered(where), clock.frozen(MORNING):
        yield where


@pytest.fixture
def team(community) -> Team:
    return Team(community)


@pytest.fixture
def places(community) -> dict[str, Place]:
    root = Place.objects.create(scope=community, kind="community", code="0", name="锦绣花园", path="")
    made = {}
    for kind, code, name, parent in (
        ("garage", "B1", "地下车库", None), ("building", "1", "1栋", None), ("playground", "HY", "儿童乐园", None), ("perimeter", "E", "东围墙", None), ("lobby", "DT", "大堂", "1栋"),
    ):  # fmt: skip
        above = made.get(parent)
        place = Place(scope=community, kind=kind, code=code, name=name, full_name=name, parent=above or root, ordering=code, area_m2=500)
        place.path = f"{above.path if above else ''}{place.pk.hex}/"
        place.save()
        made[name] = place
    return made


@pytest.fixture
def points(community, team, places) -> dict[str, Checkpoint]:
    """A garage, a lobby, a playground and a fence corner; each 100 m north of the one before."""
    boss, made = team("赵敏"), {}
    rows = (("C-01", "车库东", "地下车库", "garage"), ("C-02", "1栋大堂", "大堂", "building"), ("C-03", "儿童乐园", "儿童乐园", "children"), ("C-04", "围墙角", "东围墙", "corner"))
    for turn, (code, name, place, focus) in enumerate(rows):
        point = actions.add_checkpoint(community, code=code, name=name, place=places[place], focus=focus, by=boss)
        made[code] = actions.locate_checkpoint(point, latitude=LATITUDE + 100 * turn * METRE, longitude=LONGITUDE, by=boss)
    return made


@pytest.fixture
def route(community, team, points) -> Route:
    made = actions.add_route(community, code="R1", name="一号线", by=team("赵敏"))
    actions.publish_route(made, points=["C-01 2", "C-02 3", "C-03 3", "C-04 4"], by=team("赵敏"))
    return Route.objects.get(pk=made.pk)


@pytest.fixture
def post(community) -> Post:
    return Post.objects.create(scope=community, name="巡逻一岗", role="guard")


@pytest.fixture
def lines(route, post) -> list[dict]:
    """A plan that keeps every rule: by day every 2 hours, by night and in the small hours every hour."""
    shared = {"route": route, "post": post}
    return [
        {"band": "day", "every_minutes": 120, "holiday_every_minutes": 90, "focus": "人流、车流与公共秩序", "alert": 1, "holiday_alert": 2, **shared},
        {"band": "night", "every_minutes": 60, "holiday_every_minutes": 45, "focus": "车库与门岗", "alert": 2, "holiday_alert": 3, **shared},
        {"band": "small", "every_minutes": 60, "holiday_every_minutes": 45, "focus": "防盗、防火", "alert": 2, "holiday_alert": 3, **shared},
    ]


@pytest.fixture
def draft(community, team) -> Callable[..., Scheme]:
    """A draft with these lines."""

    def make(lines: list[dict], **given) -> Scheme:
        scheme = actions.add_scheme(community, **{"name": "常态方案", "by": team("赵敏"), **given})
        assert isinstance(scheme, Scheme), str(scheme)
        for line in lines:
            assert not isinstance(added := actions.add_line(scheme, by=team("赵敏"), **line), Refusal), str(added)
        return scheme

    return make


@pytest.fixture
def scheme(draft, lines, team) -> Scheme:
    made = actions.publish_scheme(draft(lines), by=team("赵敏"))
    assert isinstance(made, Scheme), str(made)
    return made


@dataclass
class Walk:
    """A round under way, and who walks it."""

    round: Round
    guard: Actor

    def point(self, position: int) -> RoundPoint:
        return RoundPoint.objects.select_related("checkpoint", "round").get(round=self.round, position=position)

    def scan(self, code: str = "", *, way: str = "typed", at: datetime | None = None, by: Actor | None = None, **given):
        """As the phone would: at the point's own position unless another is given."""
        return actions.scan_point(self.round, way=way, code=code, by=by or self.guard, at=at, **given)

    def fine(self, position: int, *, at: datetime | None = None):
        point = self.point(position)
        return actions.answer_point(point, answers={item["key"]: "ok" for item in point.checklist}, by=self.guard, at=at)


def on_post(team: Team, post: Post, name: str = "陈刚", *roles: str) -> Actor:
    actor = team(name, *(roles or ("guard",)))
    Presence.objects.create(scope=post.scope, post=post, person=team.person(name), since_at=clock.now() - timedelta(hours=1))
    return actor


@pytest.fixture
def walk(community, team, scheme, post) -> Walk:
    """The round of nine o'clock, begun on time by a guard on post."""
    actions.plan_rounds(community, on=MORNING.astimezone(SHANGHAI).date(), band="day", by=SYSTEM)
    guard = on_post(team, post)
    one = Round.objects.get(starts_at=at("2026-03-05 09:00"))
    begun = actions.start_round(one, by=guard, at=at("2026-03-05 09:00"))
    assert isinstance(begun, Round), str(begun)
    return Walk(begun, guard)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.ANJU_FILES_DIR = tmp_path / "files"


def photo(shade: int = 1):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (shade, 90, 90)).save(out, "JPEG")
    return files.checked(out.getvalue(), name="a.jpg")
