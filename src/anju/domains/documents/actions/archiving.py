"""A class in a year goes into the archive: collected whole, arranged, closed with a digest of all it holds."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ..completeness import coverage
from ..events import ArrangingBegun, YearArchived
from ..kinds import OFFICE
from ..models import Document, DocumentClass, DocumentFile, YearOfClass
from ..rules import ending as rules
from ..rules.periods import FIRST_YEAR, LAST_YEAR
from ..states import HELD
from .holding import held, today_of


@action(title=_("Begin arranging"), posts=OFFICE, event=ArrangingBegun, allowed_from=("in_use",))
def begin_arranging(
    klass: DocumentClass,
    *,
    year: Annotated[int, Field(_("Year"), minimum=FIRST_YEAR, maximum=LAST_YEAR)],
    by: Actor,
    at: datetime | None = None,
) -> YearOfClass | Refusal:
    """Begin to arrange a class for a year; it must be collected whole first."""
    klass = held(klass)
    today = today_of(klass, at)
    standing = YearOfClass.objects.filter(klass=klass, year=year).first()
    (covered,) = coverage(klass.scope, year, today=today, classes=[klass])
    state = standing.state if standing else "collecting"
    if no := rules.may_arrange(state, year=year, today=today, missing=covered.lacking, arrangement=klass.arrangement):
        return no
    made = YearOfClass.objects.create(
        scope=klass.scope, klass=klass, year=year, due_on=date(year, 12, 31) + timedelta(days=klass.due_days), needed=covered.needed, held=covered.held,
        arranged_by_id=by.person, arranging_at=at, state="arranging",
    )  # fmt: skip
    announce(ArrangingBegun(klass=klass.pk, year=year, held=covered.held, needed=covered.needed), subject=made)
    return made


@action(title=_("Archive the year"), posts=OFFICE, event=YearArchived, allowed_from=("arranging",))
def archive_year(year_of_class: YearOfClass, *, by: Actor, at: datetime | None = None) -> YearOfClass | Refusal:
    """Close a class for a year: nothing is added or renumbered any more, and a digest covers all that it holds."""
    one = held(year_of_class)
    klass, today = one.klass, today_of(one, at)
    (covered,) = coverage(one.scope, one.year, today=today, classes=[klass])
    rows = Document.objects.filter(klass=klass, year=one.year, state__in=HELD).order_by("number")
    unplaced = rows.filter(cabinet="", box="", copies__gt=0).count() if klass.medium in ("paper", "physical") else 0
    if no := rules.may_archive(one.state, missing=covered.lacking, unplaced=unplaced):
        return no
    numbers = list(rows.values_list("number", flat=True))
    one.state, one.archived_by_id, one.archived_at, one.is_on_time = "archived", by.person, at, today <= one.due_on
    one.needed, one.held, one.documents, one.digest = covered.needed, covered.held, len(numbers), digest_of(klass, one.year)
    one.first_number, one.last_number = (numbers[0], numbers[-1]) if numbers else ("", "")
    one.save()
    announce(YearArchived(klass=klass.pk, year=one.year, documents=len(numbers), is_on_time=one.is_on_time, digest=one.digest), subject=one)
    return one


def digest_of(klass: DocumentClass, year: int) -> str:
    """SHA-256 over the numbers of all documents of a class and year and the hashes of their files in force, in order."""
    rows = DocumentFile.objects.filter(version__document__klass=klass, version__document__year=year, version__state="effective")
    hashes = dict.fromkeys(Document.objects.filter(klass=klass, year=year, state__in=HELD).order_by("number").values_list("number", flat=True), "")
    for number, sha256 in rows.order_by("version__document__number", "sha256").values_list("version__document__number", "sha256"):
        if number in hashes:
            hashes[number] += sha256
    return hashlib.sha256("\n".join(f"{number} {value}" for number, value in hashes.items()).encode()).hexdigest()
