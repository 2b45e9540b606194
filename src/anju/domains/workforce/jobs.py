"""Working a roster out and publishing it, outside the request. The search has a thread of its own; this one tells how far it is."""

from __future__ import annotations

import threading
from typing import Any
from uuid import UUID

from anju.kernel import scope
from anju.kernel.actors import Actor
from anju.kernel.jobs import job
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal
from anju.planners import rosters as planner

from .actions import fail_roster, finish_roster, hold_back, keep_roster, publish_part
from .models import Roster
from .queries.rostering import Question
from .rules.rostering import seated

PLANNER = Actor.system("planner")
TELL_SECONDS = 1.0


@job
def work_out(scope_id: str, roster_id: str) -> None:
    """Find a roster in the time given, showing each better one; whoever asked may stop it. Begun anew when it is run again."""
    with scope.entered(Scope.objects.get(pk=UUID(scope_id))):
        roster = Roster.objects.select_related("scope", "base").get(pk=UUID(roster_id))
        if roster.state != "working":
            return
        try:
            finish_roster(roster, found=_Work(roster).run(), by=PLANNER)
        except Exception:
            fail_roster(roster, by=PLANNER)
            raise


class _Work:
    """One search: the newest better roster, and whether to stop."""

    def __init__(self, roster: Roster) -> None:
        self.roster, self.question = roster, Question(roster.scope, roster.first_on, roster.last_on)
        self.problem = self.question.problem(roster)
        self._stop, self._newest, self._result, self._fault = threading.Event(), None, None, None

    def run(self) -> dict[str, Any]:
        thread = threading.Thread(target=self._search)
        thread.start()
        seconds, told = 0.0, None
        while thread.is_alive():
            thread.join(TELL_SECONDS)
            seconds += TELL_SECONDS
            if (newest := self._newest) is not told and thread.is_alive():
                keep_roster(self.roster, found=self._found(newest), second=int(seconds), by=PLANNER)
                told = newest
            if Roster.objects.filter(pk=self.roster.pk, is_stop_asked=True).exists():
                self._stop.set()
        if self._fault is not None:
            raise self._fault
        return self._found(self._result)

    def _search(self) -> None:
        try:
            self._result = planner.solve(self.problem, self.roster.seconds, self._better, self._stop.is_set, start=self._start())
        except BaseException as fault:  # told to whoever waits for this thread
            self._fault = fault

    def _start(self) -> planner.Roster | None:
        before, off = self.problem.previous, (None,) * self.problem.days
        return {person.id: before.get(person.id, off) for person in self.problem.people} if before else None

    def _better(self, solution: planner.Solution) -> None:
        self._newest = solution

    def _found(self, solution: planner.Solution) -> dict[str, Any]:
        before = self.roster.base.cells if self.roster.base_id else None
        return {
            "cells": seated(solution.roster, self.question.seats, self.question.group_of, before),
            "cost": solution.cost, "bound": solution.bound, "is_best": solution.is_best,
            "breaches": [[one.rule, one.person, one.day, one.by] for one in solution.breaches],
            "missed": [[wish.person, wish.day] for wish in planner.unmet(self.problem, solution.roster)],
        }  # fmt: skip


@job
def publish_rows(scope_id: str, roster_id: str) -> None:
    """Publish a roster part by part; what is refused holds the rest back and says why."""
    with scope.entered(Scope.objects.get(pk=UUID(scope_id))):
        roster = Roster.objects.select_related("scope", "base").get(pk=UUID(roster_id))
        while roster.state == "publishing":
            done = publish_part(roster, by=PLANNER)
            if isinstance(done, Refusal):
                hold_back(roster, trouble=str(done)[:300], by=PLANNER)
                return
            roster = done
