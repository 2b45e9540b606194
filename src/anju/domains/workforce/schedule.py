"""When the clock looks at posts and settles the attendance."""

from __future__ import annotations

from datetime import timedelta

from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal
from anju.kernel.schedule import daily, every

from . import watching
from .actions import draw_up_month, end_applications, leave_post_phone, miss_check, settle_day, switch_off
from .models import Contingency, PostPhone, RandomCheck, Vacancy

SCHEDULE = Actor.system("schedule")
LOOK_BACK_DAYS = 3


@every("workforce.watch_posts", minutes=1)
def watch_posts(scope: Scope) -> None:
    """Tell what is wrong with a post, and clear what is right again."""
    watching.look(scope)


@daily("workforce.settle_attendance", at="09:10")
def settle_attendance(scope: Scope) -> None:
    """The attendance of the last days whose night shift is over; the months they belong to are added up."""
    today = clock.today(scope)
    days = [today - timedelta(days=number) for number in range(LOOK_BACK_DAYS, 0, -1)]
    settled = [day for day in days if not isinstance(settle_day(scope, on=day, by=SCHEDULE), Refusal)]
    for month in sorted({day.replace(day=1) for day in settled}):
        draw_up_month(scope, month=month, by=SCHEDULE)


@daily("workforce.end_applications", at="00:10")
def end_past_applications(scope: Scope) -> None:
    """Vacancies whose last day is over take no more applications."""
    for vacancy in Vacancy.objects.filter(scope=scope, state="open", until_on__lt=clock.today(scope)):
        end_applications(vacancy, by=SCHEDULE)


@every("workforce.end_plans", minutes=5)
def end_plans(scope: Scope) -> None:
    """Switch contingency plans off whose time is over, note drawn checks that nobody made, and sign out who left a post phone as it was."""
    now = clock.now()
    for phone in PostPhone.objects.filter(scope=scope, until_at__lte=now):
        leave_post_phone(phone, cause="time", by=SCHEDULE)
    for plan in Contingency.objects.filter(scope=scope, state="running", until_at__lte=now):
        switch_off(plan, by=SCHEDULE)
    for one in RandomCheck.objects.filter(scope=scope, state="drawn", due_at__lt=now - timedelta(hours=1))[:200]:
        miss_check(one, by=SCHEDULE)
