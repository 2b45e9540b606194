"""Rounds: open, take in the system's figures, sum up, recheck by lot, freeze, publish."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.measures.queries import Period, period_of, value
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .. import rules, summing
from ..events import RoundFrozen, RoundMeasured, RoundOpened, RoundPublished, RoundSummed, SheetRechecked, SheetsDrawn
from ..models import Item, Mark, Result, Round, Scheme, Sheet, SheetRecheck, Subject
from .holding import (
    LEADERS,
    MANAGERS,
    day_of,
    held,
    item_terms,
    items_of,
    numbered,
    of_scheme,
    of_sheet,
    own_people,
    rate_spans,
    term_end,
)

SUMMED = (
    "points", "sheet_points", "sheet_sum", "measured_points", "booked_points", "sheets", "sheets_owed", "missing", "band", "rank", "is_vetoed",
    "is_barred", "barred_by",
)  # fmt: skip


@action(title=_("Open a round"), posts=LEADERS, event=RoundOpened, allowed_from=("active",))
def open_round(
    scheme: Scheme, *, on: Annotated[date | None, Field(_("A day of the period"))] = None, by: Actor, at: datetime | None = None
) -> Round | Refusal:
    """Begin a period of the scheme; everybody on its list is to be scored in it."""
    scheme = held(scheme)
    span = period_of(scheme.period, on or day_of(scheme.scope, at))
    if scheme.state != "active" or scheme.from_on > span.last:
        return Refusal("scores.not_in_use", _("Only the version in use is revised or scored by. Put one in use first."))
    if Round.objects.filter(scope=scheme.scope_id, scheme__code=scheme.code, first_on=span.first).exists():
        return Refusal("scores.round_exists", _("There is a round for this period already."))
    made = Round.objects.create(
        scope=scheme.scope, scheme=scheme, title=f"{scheme.title} {_named(scheme.period, span)}", first_on=span.first, last_on=span.last,
        owed=len(summing.enrolled(scheme, span.first, span.last)),
    )  # fmt: skip
    announce(RoundOpened(**of_scheme(scheme), round=made.pk, first_on=span.first, last_on=span.last), subject=made)
    return made


def _named(kind: str, span: Period) -> str:
    """2026-03, 2026Q1, 2026H1, 2026."""
    year, month = span.first.year, span.first.month
    return {"month": f"{year}-{month:02d}", "quarter": f"{year}Q{(month + 2) // 3}", "half": f"{year}H{(month + 5) // 6}"}.get(kind, str(year))


@action(title=_("Take in the figures"), posts=MANAGERS, event=RoundMeasured, allowed_from=("open",))
def fill_from_measures(round: Round, *, by: Actor, at: datetime | None = None) -> Round | Refusal:
    """Score every item that stands on a figure of the system, for everybody on the list; a figure without data is left open, not guessed."""
    round_ = held(round)
    items = [item for item in items_of(round_.scheme) if item.shape == "measure"]
    if round_.state != "open":
        return Refusal("scores.round_closed", _("This round is closed, its points stand. Somebody who disagrees files an appeal."))
    if not items:
        return Refusal("scores.no_measured_items", _("No item of this scheme stands on a figure."))
    subjects = summing.enrolled(round_.scheme, round_.first_on, round_.last_on)
    without = sum(_measure(round_, subject, items, at) for subject in subjects)
    announce(
        RoundMeasured(**of_scheme(round_.scheme), round=round_.pk, items=len(items), subjects=len(subjects), without_figure=without), subject=round_
    )
    return round_


def _measure(round_: Round, subject: Subject, items: list[Item], at: datetime) -> int:
    """Make or renew the sheet of figures of a subject; returns how many items had no figure."""
    where = {"scope": round_.scope, "round": round_, "subject": subject, "source": "measures"}
    sheet = Sheet.objects.filter(**where).exclude(state="void").first()
    if sheet is None:
        sheet = Sheet(**where, scheme=round_.scheme, number=numbered(round_.scope, "sheet", at), on=round_.last_on)
    bands = rate_spans(round_.scheme)
    marks = [mark for item in items if (mark := _figure(round_, subject, sheet, item, bands.get(item.pk, []))) is not None]
    if not marks:
        return len(items)
    sheet.points = sum((mark.points for mark in marks), Decimal(0))
    sheet.full = sum((item.full_marks for item in items), Decimal(0))
    sheet.state, sheet.submitted_at = "submitted", at
    sheet.save()
    Mark.objects.filter(scope=round_.scope_id, sheet=sheet).delete()
    for mark in marks:
        mark.save()
    return len(items) - len(marks)


def _figure(round_: Round, subject: Subject, sheet: Sheet, item: Item, bands: list[rules.Span]) -> Mark | None:
    """The mark that a figure gives, with its numerator and denominator; None where there is no data or no band."""
    dimension = item.dimension.replace("{code}", subject.code)
    figure = value(round_.scope, item.measure, Period(round_.first_on, round_.last_on), dimension=dimension)
    if figure.value is None:
        return None
    number = Decimal(figure.value.numerator) / Decimal(figure.value.denominator)
    points = rules.item_points(item_terms(item, bands), rules.Seen(value=number))
    if points is None:
        return None
    return Mark(
        scope=round_.scope, sheet=sheet, item=item, value=round_to(number), points=points, reason=str(figure.text)[:300],
        numerator=figure.sums.numerator, denominator=figure.sums.denominator,
    )  # fmt: skip


def round_to(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.0001"))


@action(title=_("Sum up"), posts=LEADERS, event=RoundSummed, allowed_from=("open",))
def sum_round(round: Round, *, by: Actor, at: datetime | None = None) -> Round | Refusal:
    """Count every subject's points, band and rank as they stand now; who has no score is shown without one."""
    round_ = held(round)
    if round_.state != "open":
        return Refusal("scores.round_closed", _("This round is closed, its points stand. Somebody who disagrees files an appeal."))
    write_results(round_, at)
    announce(
        RoundSummed(**of_scheme(round_.scheme), round=round_.pk, owed=round_.owed, scored=round_.scored, is_uniform=round_.is_uniform), subject=round_
    )
    return round_


def write_results(round_: Round, at: datetime) -> list[Result]:
    """Write what `summing` came to, and the round's own figures."""
    results = summing.results_of(round_)
    new = [one for one in results if one._state.adding]
    for one in new:
        one.created_at = at
    Result.objects.bulk_create(new, batch_size=200)
    Result.objects.bulk_update([one for one in results if one not in new], SUMMED, batch_size=200)
    Result.objects.filter(scope=round_.scope_id, round=round_).exclude(pk__in=[one.pk for one in results]).delete()
    values = [one.points for one in results if one.points is not None]
    round_.owed, round_.scored, round_.summed_at = len(results), len(values), at
    round_.mean, round_.spread = rules.spread(values)
    round_.is_uniform = rules.is_uniform(values)
    round_.save()
    return results


@action(title=_("Draw sheets for recheck"), posts=MANAGERS, event=SheetsDrawn, allowed_from=("open",))
def draw_rechecks(round: Round, *, by: Actor, at: datetime | None = None) -> Round | Refusal:
    """Draw the scheme's share of handed-in sheets by lot; another person scores them again."""
    round_ = held(round)
    if round_.state != "open" or not round_.scheme.recheck_percent:
        return Refusal("scores.nothing_to_draw", _("This scheme rechecks no sheets, or the round is closed."))
    rows = Sheet.objects.filter(scope=round_.scope_id, round=round_, state="submitted").exclude(source__in=("measures", "self"))
    drawn = set(SheetRecheck.objects.filter(scope=round_.scope_id, sheet__round=round_).values_list("sheet_id", flat=True))
    sheets = list(rows.order_by("number"))
    wanted = -(-len(sheets) * round_.scheme.recheck_percent // 100) - len(drawn)
    lot = Random(f"{round_.pk}{len(drawn)}")
    picked = lot.sample([one for one in sheets if one.pk not in drawn], max(wanted, 0))
    for sheet in sorted(picked, key=lambda one: one.number):
        SheetRecheck.objects.create(scope=round_.scope, sheet=sheet, drawn_at=at)
    announce(SheetsDrawn(round=round_.pk, drawn=len(picked), of=len(sheets)), subject=round_)
    return round_


@action(title=_("Recheck the sheet"), posts=(*LEADERS, "street_office"), event=SheetRechecked, second_to=("scores.submit_sheet",))
def recheck_sheet(
    recheck: SheetRecheck,
    *,
    points: Annotated[Decimal, Field(_("Points at the recheck"))],
    note: Annotated[str, Field(_("Note"), multiline=True)] = "",
    by: Actor,
    at: datetime | None = None,
) -> SheetRecheck | Refusal:
    """Enter what another person came to; the difference shows how far scorers can be trusted."""
    recheck = held(recheck)
    sheet = recheck.sheet
    if recheck.at is not None:
        return Refusal("scores.rechecked_already", _("This sheet was rechecked."))
    if no := rules.person_needed(by.person):
        return no
    if by.person == sheet.scorer_id or by.person in own_people(sheet.subject):
        return Refusal("scores.own_recheck", _("A sheet is rechecked by somebody who neither scored it nor is scored in it."))
    if not rules.is_number(points) or not 0 <= points <= max(sheet.full, sheet.points):
        return Refusal("scores.bad_points", _("Enter points from 0 to %(full)s."), full=sheet.full)
    recheck.by_id, recheck.at, recheck.points, recheck.note = by.person, at, points, note
    recheck.difference = points - sheet.points
    recheck.save()
    announce(SheetRechecked(**of_sheet(sheet), points=points, difference=recheck.difference), subject=recheck)
    return recheck


@action(title=_("Freeze"), posts=MANAGERS, event=RoundFrozen, confirm=True, allowed_from=("open",))
def freeze_round(round: Round, *, by: Actor, at: datetime | None = None) -> Round | Refusal:
    """Close the round: its points stand, ranks are final but for appeals, and what follows is announced as a warning."""
    round_ = held(round)
    if round_.state != "open":
        return Refusal("scores.round_closed", _("This round is closed, its points stand. Somebody who disagrees files an appeal."))
    if day_of(round_.scope, at) <= round_.last_on:
        return Refusal("scores.round_runs", _("The period runs until %(day)s. Freeze it after that."), day=round_.last_on)
    undone = SheetRecheck.objects.filter(scope=round_.scope_id, sheet__round=round_, at=None).count()
    if undone:
        return Refusal("scores.rechecks_open", _("%(count)s drawn sheets have not been rechecked yet."), count=undone)
    write_results(round_, at)
    if not round_.scored:
        return Refusal("scores.nothing_scored", _("Nobody was scored in this round."))
    round_.state, round_.frozen_at, round_.frozen_by_id = "frozen", at, by.person
    round_.save()
    announce(
        RoundFrozen(**of_scheme(round_.scheme), round=round_.pk, owed=round_.owed, scored=round_.scored, last_on=round_.last_on), subject=round_
    )
    return round_


@action(title=_("Publish"), posts=MANAGERS, event=RoundPublished, allowed_from=("frozen",))
def publish_round(round: Round, *, by: Actor, at: datetime | None = None) -> Round | Refusal:
    """Publish the list with masked names; from now on the days to appeal run."""
    round_ = held(round)
    if round_.state != "frozen":
        return Refusal("scores.not_frozen", _("Freeze the round before it is published."))
    scheme, today = round_.scheme, day_of(round_.scope, at)
    round_.appeal_until_on = term_end(scheme, today, scheme.appeal_days, in_working_days=scheme.appeal_in_working_days)
    round_.state, round_.published_at = "published", at
    round_.save()
    announce(RoundPublished(**of_scheme(scheme), round=round_.pk, appeal_until_on=round_.appeal_until_on), subject=round_)
    return round_
