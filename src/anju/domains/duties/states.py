"""The states of a duty and of each time it is owed, and the grades of proof."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.kernel.states import States, state


class DutyState(States):
    active = state(_("In force"), "green", to=("paused",))
    paused = state(_("Paused"), "grey", to=("active",))


class OccurrenceState(States):
    """`missed` may still become `done` when a phone without network sends late what was done in time."""

    not_yet = state(_("Not yet"), "grey", to=("open", "running", "done", "missed", "excused"))
    open = state(_("Ready to do"), "blue", to=("running", "done", "done_late", "partly", "missed", "excused"))
    running = state(_("Under way"), "blue", to=("open", "done", "done_late", "partly", "missed", "excused"))
    done = state(_("Done"), "green", to=("running", "done_late", "partly", "missed"))
    done_late = state(_("Done late"), "yellow", to=("done", "partly", "missed"))
    partly = state(_("Partly done"), "orange", to=("done", "done_late", "missed", "excused"))
    missed = state(_("Missed"), "red", to=("done", "done_late", "partly", "excused"))
    excused = state(_("Excused"), "grey", to=("done", "done_late"))


OPEN_STATES = (OccurrenceState.not_yet, OccurrenceState.open, OccurrenceState.running)
LATE_STATES = (OccurrenceState.missed, OccurrenceState.partly)


class Grade(TextChoices):
    """Who vouches for it: a device or outside party, a second person, or the doer alone."""

    A = "A", _("Grade A: device or outside party")
    B = "B", _("Grade B: second person")
    C = "C", _("Grade C: doer's own word")


class Evidence(TextChoices):
    photo = "photo", _("Photo")
    signature = "signature", _("Signature")
    second_person = "second_person", _("Second person")


class AnswerKind(TextChoices):
    ok_fault = "ok_fault", _("Fine or faulty")
    number = "number", _("A number")
    text = "text", _("Words")


class Category(TextChoices):
    check = "check", _("Checking")
    round = "round", _("Patrol round")
    presence = "presence", _("Watch kept")
    training = "training", _("Training")
    drill = "drill", _("Drill")
    meeting = "meeting", _("Meeting")
    report = "report", _("Report to hand in")
    cleaning = "cleaning", _("Cleaning")
    greening = "greening", _("Greening")
    maintenance = "maintenance", _("Maintenance")
    publicity = "publicity", _("Publicity")
    activity = "activity", _("Group activity")
    survey = "survey", _("Opinion survey")
    other = "other", _("Other work")


class PeriodChoice(TextChoices):
    """The periods that a form offers; a schedule knows more."""

    two_hours = "PT2H", _("Every 2 hours")
    shift = "shift", _("Each shift")
    day = "P1D", _("Daily")
    three_days = "P3D", _("Every 3 days")
    week = "P1W", _("Weekly")
    half_month = "P15D", _("Half-monthly")
    month = "P1M", _("Monthly")
    two_months = "P2M", _("Every 2 months")
    quarter = "P3M", _("Quarterly")
    half_year = "P6M", _("Half-yearly")
    year = "P1Y", _("Yearly")
