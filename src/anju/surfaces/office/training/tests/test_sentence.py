"""A plan's sentence about training, from the paper to 本期 1/2 with the session as its evidence."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from anju.domains.plans.models import Clause
from anju.domains.training import actions
from anju.domains.training import queries as training
from anju.domains.training.models import Attendance, Session
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.plans.tests.conftest import Office

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TEXT = "保安部2026年度工作计划\n一、培训\n1. 每月至少组织两次内部培训。\n2. 禁止占用消防通道。\n"


@pytest.fixture
def office(client, db):
    with clock.frozen(START):
        yield Office(client)


def shown(office, clause: Clause) -> str:
    page = office.client.get(f"/plans/clauses/{clause.pk}/").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<(?!a )[^>]*>", " ", page))


@pytest.mark.clause("003-216")
def test_the_sentence_shows_one_of_two_and_leads_to_the_session(office):
    """每月至少组织两次内部培训: 本期 0/2, after the first session 1/2 with a link to it, after the second 2/2; graded 乙."""
    manager, guard = Actor.of(office.manager), office.account("baoan", "guard")
    plan = office.in_force(office.plan(TEXT))
    clause = office.sentence(plan, "两次内部培训")
    with view.entered(office.here):
        course = actions.adopt_course(office.here, template="guard-skills", by=manager)
        from anju.domains.duties import jobs

        jobs.plan_ahead(office.here)
        actions.plan_programme(office.here, course=course, duty=clause.duty, trainer=office.manager.person, by=manager)
        sessions = list(Session.objects.order_by("starts_at"))[:2]
    assert "本期 0/2" in shown(office, clause)
    for number, session in enumerate(sessions, 1):
        with clock.frozen(session.starts_at), view.entered(office.here):
            opened = actions.open_session(session, by=manager)
            actions.sign_in(opened, code=training.code_of(opened, clock.now()), device="p", by=Actor.of(guard))
        with clock.frozen(session.ends_at):
            with view.entered(office.here):
                actions.close_session(opened, report="防暴器械实操", by=manager)
            page = shown(office, clause)
            assert f"本期 {number}/2" in page and f"/training_sessions/{session.pk}/" in page
    assert Attendance.everywhere.filter(state="present").count() == 2 and "乙" in page
