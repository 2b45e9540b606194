"""Founding a community and all that stands and works in it. Every step is an action; each begins where nothing stands yet."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from anju.domains.people import actions as people
from anju.domains.people.queries import Person
from anju.domains.places import actions as places
from anju.domains.places import queries as place_queries
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.files import checked
from anju.kernel.models import Scope

from . import cast, estate, ground, names, rosters
from .verbs import must

FOUNDER = Actor.system("simulator")
AT_ONCE = 50


def found_community() -> tuple[Scope, Scope]:
    """The company and the community, with nothing in them yet."""
    top = places.platform()
    company = must(places.found_organisation(top, name=estate.COMPANY, kind="company", by=FOUNDER)).scope
    community = must(places.found_community(company, name=estate.NAME, by=FOUNDER)).scope
    return company, community


def lay_out(community: Scope, buildings: tuple[estate.Building, ...] = estate.BUILDINGS) -> None:
    """Buildings with their dwellings, and the spaces between and below them."""
    for building in buildings:
        laid = places.lay_out_buildings(
            community, first_building=building.number, buildings=1, units=building.units, floors=building.floors,
            dwellings_per_floor=building.doors, area_m2=estate.DWELLING_M2, by=FOUNDER,
        )  # fmt: skip
        must(laid)
    for house in place_queries.by_kind(community, "building"):
        must(places.add_place(community, kind="lobby", code="B1", name="地下车库门厅", parent=house, floor=-1, by=FOUNDER))
    standing = {}
    for space in estate.SPACES:
        made = places.add_place(
            community, kind=space.kind, code=space.code, name=space.name, parent=standing.get(space.inside), floor=space.floor,
            is_key=space.is_key, by=FOUNDER,
        )  # fmt: skip
        standing[space.name] = must(made)


def draw_up(community: Scope) -> None:
    """The designer's drawings are uploaded, and most of what stands here is put on them; a few things are left for later."""
    with view.entered(community):
        standing = {place.name: place for place in place_queries.in_use(community) if place.kind not in ("unit", "dwelling")}
        site = _drawn(community, ground.site(), "锦绣花园总平面图.dxf")
        for number, box in ground.BUILDINGS.items():
            _put(standing.get(f"{number}栋"), ground.Put("area", ground.corners(box)), site)
        for name, put in ground.SPACES.items():
            _put(standing.get(name), put, site)
        must(places.hang_plan(community, gate=standing["南门"], by=FOUNDER))
        floor = _drawn(community, ground.basement(), "地下车库B1平面图.dxf", place=standing[ground.GARAGE], floor=-1)
        for name, put in ground.BASEMENT.items():
            _put(standing.get(name), put, floor)


def _drawn(community: Scope, data: bytes, name: str, **where: Any) -> place_queries.SitePlan:
    """A drawing that is read, laid on the ground by its own units, and published; returns its plan."""
    drawing = must(places.upload_drawing(community, source=checked(data, name=name), **where, by=FOUNDER))
    drawing = must(places.adopt_scale(must(places.read_in(drawing, by=FOUNDER)), by=FOUNDER))
    return must(places.publish_drawing(drawing, by=FOUNDER)).plan


def _put(place: place_queries.Place | None, put: ground.Put, plan: place_queries.SitePlan) -> None:
    """A smaller estate lacks some of the buildings."""
    if place is None:
        return
    must(places.draw_place(place, shape={"type": put.type, "points": [list(point) for point in put.points]}, plan=plan, by=FOUNDER))
    if put.radius_m:
        must(places.set_reach(place, radius_m=put.radius_m, heading_deg=put.heading_deg, width_deg=put.width_deg, by=FOUNDER))


def hire(company: Scope, community: Scope, rng: random.Random) -> None:
    """Sixty people with their roles and accounts, and the bodies that look in from outside."""
    turn = 0
    for role, many in rosters.STAFF:
        for number in range(many):
            turn += 1
            person = people.register_person(
                company, name=names.name(rng), phone=names.phone(turn), employee_number=cast.employee_number(role, number), by=FOUNDER
            )
            must(people.grant_role(community, person=must(person), role=role, by=FOUNDER))
            must(people.open_demo_account(person, username=f"{cast.ACCOUNT_NAMES[role]}{number + 1:02d}", by=FOUNDER))
    for role, body, username in cast.OUTSIDERS:
        person = must(people.register_person(company, name=f"{body}{names.name(rng)[0]}老师", by=FOUNDER))
        must(people.grant_role(company if role == "headquarters" else community, person=person, role=role, by=FOUNDER))
        must(people.open_demo_account(person, username=username, by=FOUNDER))


def define_posts(community: Scope) -> None:
    """The shift patterns and the posts that are filled by them."""
    patterns = {
        pattern.name: must(people.define_pattern(community, name=pattern.name, shifts="\n".join(pattern.lines), crews=pattern.crews, by=FOUNDER))
        for pattern in rosters.PATTERNS
    }
    with view.entered(community):
        spaces = {space.name: space for space in place_queries.in_use(community) if space.kind not in ("dwelling", "unit")}
    for post in rosters.POSTS:
        defined = people.define_post(
            community, name=post.name, role=post.role, place=spaces.get(post.place), pattern=patterns[post.pattern.name],
            people_per_shift=post.people, is_two_person=post.is_two_person, by=FOUNDER,
        )  # fmt: skip
        must(defined)


def move_in(community: Scope, rng: random.Random) -> Iterator[tuple[int, int]]:
    """The households, one after another; yields how many of all are in. The first owners get accounts of their own."""
    with view.entered(community):
        doors = list(place_queries.by_kind(community, "dwelling"))
    homes = estate.households(rng, len(doors), names.name)
    accounts = iter(range(cast.HOUSEHOLD_ACCOUNTS))
    for start in range(0, len(homes), AT_ONCE):
        with view.entered(community), transaction.atomic():
            for number, home in enumerate(homes[start : start + AT_ONCE], start + 1):
                head = _settle(community, doors[home.dwelling], home, rng, number)
                if not home.is_rented and (account := next(accounts, None)) is not None:
                    _open_account(community, head, account)
        yield min(start + AT_ONCE, len(homes)), len(homes)


def _settle(community: Scope, door: place_queries.Place, home: estate.Household, rng: random.Random, number: int) -> Person:
    """A household moves in behind its door; a tenant's landlord lives elsewhere. Returns the head of the household."""
    first, *family = home.members
    head = must(people.register_person(community, name=first, phone=names.phone(1000 + number), by=FOUNDER))
    owner = must(people.register_person(community, name=names.name(rng), by=FOUNDER)) if home.is_rented else head
    must(people.add_ownership(community, dwelling=door, person=owner, by=FOUNDER))
    must(people.add_residency(community, dwelling=door, person=head, relation="tenant" if home.is_rented else "owner", by=FOUNDER))
    for name in family:
        person = must(people.register_person(community, name=name, by=FOUNDER))
        must(people.add_residency(community, dwelling=door, person=person, relation="tenant" if home.is_rented else "family", by=FOUNDER))
    return head


def _open_account(community: Scope, owner: Person, number: int) -> None:
    """An owner who signs in himself; the first one sits on the owners' committee."""
    must(people.open_demo_account(owner, username=cast.resident_account(number), by=FOUNDER))
    if number == 0:
        must(people.grant_role(community, person=owner, role="committee_member", by=FOUNDER))
