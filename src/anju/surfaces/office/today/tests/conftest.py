from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from anju.domains.duties import actions, jobs
from anju.domains.duties.models import Occurrence
from anju.kernel import clock, scope
from anju.surfaces.office.screens.tests.conftest import SYSTEM, Estate

NOW = datetime(2026, 3, 5, 1, tzinfo=UTC)
CHECKLIST = [{"key": "pressure", "wording": "压力在绿区"}, {"key": "mpa", "wording": "管网压力", "kind": "number", "least": 0.4, "greatest": 0.8}]


def picture(name: str = "现场.jpg") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (64, 48), "#3377aa").save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


class Works(Estate):
    """The estate with a daily fire check that a guard owes, with photo and signature."""

    def __init__(self, client) -> None:
        super().__init__(client)
        self.guard, self.leader = self.account("guard", "guard"), self.account("leader", "squad_leader")

    def slot(self, where=None, **more) -> Occurrence:
        where = where or self.here
        with scope.entered(where):
            facts = {"title": "灭火器检查", "role": "guard", "schedule": {"count": 1, "period": "P1D"}, "evidence": ["photo", "signature"], "checklist": CHECKLIST}
            with clock.frozen(NOW - timedelta(days=1)):
                duty = actions.create_duty(where, **{**facts, **more}, by=SYSTEM)
            jobs.plan_ahead(where)
            jobs.close_due(where)
            return Occurrence.objects.get(duty=duty, on=clock.today(where))

    def enter(self, slot: Occurrence, **fields):
        whole = {"answer-pressure": "ok", "answer-mpa": "0.6", "photos": picture(), "signed": "on", "note": ""}
        given = {key: value for key, value in {**whole, **fields}.items() if value is not None}
        return self.client.post(f"/work/{slot.pk}/done/", given)


@pytest.fixture
def works(client, db):
    with clock.frozen(NOW):
        yield Works(client)
