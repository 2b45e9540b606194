"""What leaves on a goods pass is counted thing by thing: the pass is issued with its slip alone, and spent at the goods desk alone."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from anju.domains.passes.queries import Pass, counted_by, objections
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .models import Slip


def has_slip(permit: Pass) -> bool:
    return permit.kind == "goods" and Slip.objects.filter(scope=permit.scope_id, permit=permit).exists()


def without_slip(permit: Pass, by: Actor, at: datetime) -> Refusal | None:
    return None if has_slip(permit) else Refusal("goods.slip_needed", _("Not issued: ask for a release slip instead. Its things are counted at the gate."))


if has_slip not in counted_by:
    counted_by.append(has_slip)
    objections["goods"].append(without_slip)
