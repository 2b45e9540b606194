"""Who may be hired, posted and let go, and what a post asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal


def fit(*, name: str, state: str, contract: tuple[date | None, date | None] | None, on: date, lacking: Iterable[str]) -> Refusal | None:
    """Whether somebody may be put on a post on a day. `state` is that of his staff file, "" where there is none."""
    if state in ("applied", "vetted", "turned_down", "left"):
        return Refusal("workforce.not_employed", _("Not assigned: %(name)s is not employed here. Choose somebody else."), name=name)
    if contract is not None and not _runs(contract, on):
        return Refusal("workforce.no_contract", _("Not assigned: %(name)s has no labour contract for that day. Enter the contract first."), name=name)
    if lacking := tuple(lacking):
        return Refusal("workforce.certificate_missing", _("Not assigned: %(name)s lacks %(what)s. Choose somebody who holds it."), name=name, what="、".join(lacking))
    return None


def _runs(contract: tuple[date | None, date | None], on: date) -> bool:
    since, until = contract
    return since is not None and since <= on and (until is None or on <= until)


def season_of(seasons: Iterable[Mapping[str, Any]], on: date) -> tuple[time, time] | None:
    """The hours of the season in which a day lies; a season may run over the turn of the year."""
    day = f"{on:%m-%d}"
    for one in seasons:
        first, last = one["from"], one["until"]
        if (first <= day <= last) if first <= last else (day >= first or day <= last):
            return time.fromisoformat(one["start"]), time.fromisoformat(one["end"])
    return None


def may_apply(*, name: str, is_known_role: bool) -> Refusal | None:
    if not name.strip() or not is_known_role:
        return Refusal("workforce.bad_application", _("Not recorded: a name and the role applied for are needed."))
    return None


def may_test(*, state: str, text: str, source: str, test: str, is_ahead: bool) -> Refusal | None:
    if state not in ("applied", "vetted"):
        return Refusal("workforce.past_vetting", _("Not recorded: the application is decided already."))
    if not text.strip() or (test == "background" and not source.strip()):
        return Refusal("workforce.no_result", _("Not recorded: write down the result, and for a background check who gave it."))
    if is_ahead:
        return Refusal("workforce.day_ahead", _("Not recorded: the day lies ahead."))
    return None


def may_score(*, state: str, points: int) -> Refusal | None:
    if state != "applied":
        return Refusal("workforce.past_vetting", _("Not recorded: the application is decided already."))
    if not 0 <= points <= 100:
        return Refusal("workforce.bad_points", _("Not recorded: 0 to 100 points."))
    return None


def below(scores: Mapping[str, int], thresholds: Mapping[str, int]) -> list[str]:
    """The criteria in which an applicant reaches less than is needed, or has no points yet."""
    return [name for name, needed in thresholds.items() if scores.get(name, -1) < needed]


def may_pass(*, state: str, is_taker: bool, is_clean: bool | None, fitness: bool | None, psychology: bool | None, fit_for: str, lacking: Sequence[str]) -> Refusal | None:
    """Whether an applicant may be let through: three results, a clean record from a named source, and the points that are needed."""
    if state != "applied":
        return Refusal("workforce.past_vetting", _("Not recorded: the application is decided already."))
    if is_taker:
        return Refusal("workforce.own_applicant", _("Not decided: you took the application. Somebody else vets it."))
    if is_clean is None or fitness is None or psychology is None:
        return Refusal("workforce.tests_missing", _("Not passed: background check, fitness test and psychological test are all needed. Record what is missing."))
    if is_clean is False:
        return Refusal("workforce.criminal_record", _("Not passed: the background check is not clean. Turn the application down."))
    if not fitness or not psychology or not fit_for.strip():
        return Refusal("workforce.tests_failed", _("Not passed: a test was not passed, or it is not written down which post suits."))
    if lacking:
        return Refusal("workforce.below_threshold", _("Not passed: below the points needed in %(what)s."), what="、".join(lacking))
    return None


def may_hire(*, state: str, is_clean: bool | None, contract_from: date | None, contract_until: date | None, probation_until: date | None, on: date) -> Refusal | None:
    """`is_clean` counts once more: a record may become known after the vetting."""
    if state != "vetted":
        return Refusal("workforce.not_vetted", _("Not hired: only who passed the vetting is hired."))
    if not is_clean:
        return Refusal("workforce.criminal_record", _("Not passed: the background check is not clean. Turn the application down."))
    return may_contract(since=contract_from, until=contract_until) or (
        Refusal("workforce.bad_probation", _("Not hired: the probation ends after today."))
        if probation_until is not None and probation_until <= on
        else None
    )


def may_contract(*, since: date | None, until: date | None) -> Refusal | None:
    if since is None or (until is not None and until < since):
        return Refusal("workforce.bad_contract", _("Not saved: a contract needs its first day, and a last day not before it."))
    return None


def may_make_regular(*, state: str, is_mentored: bool) -> Refusal | None:
    if state != "probation":
        return Refusal("workforce.not_on_probation", _("Not done: this person is not on probation."))
    if is_mentored:
        return Refusal("workforce.mentoring_open", _("Not done: the mentoring is not judged yet."))
    return None


def may_note(*, state: str, kind: str, title: str, posts: tuple[Any, Any], said: str) -> Refusal | None:
    if state not in ("probation", "regular"):
        return Refusal("workforce.not_employed_note", _("Not recorded: this person is not employed here."))
    if not title.strip() or (kind == "talk" and not said.strip()):
        return Refusal("workforce.nothing_said", _("Not recorded: give a title, and for a talk what was said."))
    if kind == "transfer" and (posts[1] is None or posts[0] == posts[1]):
        return Refusal("workforce.no_new_post", _("Not recorded: name the post he comes from and another one he goes to."))
    return None


def may_depart(*, state: str, is_self: bool, reason: str) -> Refusal | None:
    if state not in ("probation", "regular"):
        return Refusal("workforce.not_employed_note", _("Not recorded: this person is not employed here."))
    if is_self:
        return Refusal("workforce.own_departure", _("Not done: nobody ends his own employment here. Another manager does it."))
    if not reason.strip():
        return Refusal("workforce.reason_needed", _("Not recorded: say why, in a few words."))
    return None


def may_pair(*, is_self: bool, is_paired: bool, tasks: int, until: date, on: date) -> Refusal | None:
    if is_self:
        return Refusal("workforce.own_mentor", _("Not paired: nobody teaches himself. Choose an experienced colleague."))
    if is_paired:
        return Refusal("workforce.paired_already", _("Not paired: there is a mentor already."))
    if not 1 <= tasks <= 30 or until <= on:
        return Refusal("workforce.bad_mentoring", _("Not paired: 1 to 30 tasks, one a line, and an end after today."))
    return None


def may_sign_task(*, is_mentor: bool, is_running: bool, number: int, tasks: Sequence[Mapping[str, Any]]) -> Refusal | None:
    if not is_mentor:
        return Refusal("workforce.not_the_mentor", _("Not signed: only the mentor signs the tasks."))
    if not is_running or not 1 <= number <= len(tasks) or tasks[number - 1]["signed_on"]:
        return Refusal("workforce.no_such_task", _("Not signed: there is no open task of this number."))
    return None


def may_judge_mentoring(*, is_running: bool, is_mentor: bool, is_passed: bool, left: int, result: str) -> Refusal | None:
    if not is_running:
        return Refusal("workforce.mentoring_over", _("This is judged already. See the record."))
    if is_mentor:
        return Refusal("workforce.mentor_judges", _("Not judged: the mentor does not judge his own work. A leader does."))
    if not result.strip():
        return Refusal("workforce.reason_needed", _("Not recorded: say why, in a few words."))
    if is_passed and left:
        return Refusal("workforce.tasks_open", _("Not passed: %(count)s tasks are not signed yet."), count=left)
    return None


def may_pledge(*, title: str, text: str, is_self: bool, is_taken: bool, year: int) -> Refusal | None:
    if not title.strip() or not text.strip() or not 2000 <= year <= 2100:
        return Refusal("workforce.bad_pledge", _("Not issued: give a title, what he answers for, and the year."))
    if is_self:
        return Refusal("workforce.own_pledge", _("Not issued: a letter of responsibility comes from the superior."))
    if is_taken:
        return Refusal("workforce.pledge_taken", _("Not issued: he has this letter for the year already."))
    return None
