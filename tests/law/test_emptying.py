"""After a test that committed nothing of it is left, and what migrating wrote is still there."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from anju.domains.cases import actions as cases
from anju.domains.places import actions as places
from anju.kernel.actors import Actor
from anju.kernel.models import Entry

from .. import emptying

SYSTEM = Actor.system("test")


@pytest.mark.django_db(transaction=True)
def test_the_database_is_emptied_whole():
    company = places.found_organisation(places.platform(), name="测试物业", kind="company", by=SYSTEM)
    here = places.found_community(company.scope, name="测试小区", by=SYSTEM).scope
    cases.open_case(here, kind="repair", title="路灯不亮", by=SYSTEM)
    types = ContentType.objects.count()
    assert {"kernel_scope", "kernel_entry", "cases_case"} <= set(emptying.filled_tables(connection))
    emptying.empty(connection)
    assert emptying.filled_tables(connection) == []
    assert not Entry.objects.exists()
    assert ContentType.objects.count() == types > 0
