"""A community with a renovation whose permit is in force, for the pages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.people.models import Account, Membership, Ownership
from anju.domains.places.models import Place
from anju.domains.renovation import actions
from anju.domains.renovation.models import Project
from anju.domains.renovation.tests.conftest import PICTURE, must, photo
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.screens.tests.conftest import Estate

THURSDAY = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)


def picture(name: str = "a.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PICTURE, content_type="image/png")


@pytest.fixture
def estate(client, db):
    estate = Estate(client)
    estate.dwellings(1)
    with view.entered(estate.here):
        estate.home, estate.other = Place.objects.filter(kind="dwelling").order_by("ordering")[:2]
    estate.lin, estate.zhou = (owner(estate, name, home) for name, home in (("林先生", estate.home), ("周女士", estate.other)))
    estate.engineer = estate.account("wang", "engineer")
    with clock.frozen(THURSDAY):
        yield estate


def owner(estate, name: str, home: Place) -> Account:
    person = estate.person(name)
    Ownership.everywhere.create(scope=estate.here, dwelling=home, person=person, since_on=date(2020, 1, 1))
    Membership.everywhere.create(scope=estate.here, person=person, role="owner", since_on=date(2020, 1, 1))
    return Account.everywhere.create(username=name, person=person)


def running(estate) -> Project:
    """A renovation whose permit is in force, without a deposit."""
    with view.entered(estate.here):
        desk, manager, chief = Actor.of(estate.account("desk", "front_desk")), Actor.of(estate.manager), Actor.of(estate.account("chief", "security_manager"))
        book = must(actions.draft_rulebook(estate.here, reason="无押金", basis_label="管理规约", has_deposit=False, by=manager))
        must(actions.put_rulebook_in_force(book, by=chief))
        lin = Actor.of(estate.lin)
        made = must(actions.apply_renovation(estate.here, dwelling=estate.home, works=["painting", "window_side"], company="美居装饰", starts_on=date(2026, 3, 5), ends_on=date(2026, 6, 5), by=lin))
        must(actions.tell_rules(made, by=lin))
        must(actions.pass_review(made, by=Actor.of(estate.engineer)))
        must(actions.approve_application(made, by=manager))
        must(actions.sign_agreement(made, agreement=photo(), by=desk))
        must(actions.tell_neighbours(made, by=desk))
        return must(actions.issue_permit(made, shutoff="水表井", by=desk))
