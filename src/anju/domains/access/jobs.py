"""Work behind the gate: the police are asked outside of any transaction, under the same id however often it takes."""

from __future__ import annotations

from uuid import UUID

from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.jobs import job
from anju.kernel.refusals import Refusal

from . import police
from .actions.police import answer_police_query, note_no_police_answer, try_police_query
from .models import PoliceQuery
from .police import Asked, PoliceAnswer


@job
def ask_police(query_id: str) -> None:
    """Send one question, and keep what was answered or that nobody did. A second worker, or a second run, sends nothing while this one does."""
    query = PoliceQuery.everywhere.select_related("scope", "visit").filter(pk=UUID(query_id), state="waiting").first()
    if query is None:
        return
    by, now = Actor.system("police"), clock.now()
    with view.entered(query.scope):
        line = police.line_of(query.scope)
        if why := police.over_for(query, query.visit, line, now):
            note_no_police_answer(query, given_up_for=why, by=by)
            return
        if isinstance(try_police_query(query, by=by), Refusal):
            return
        way, visit = police.way_out(), query.visit
        said = way.ask(line, Asked(query.request_id, now, visit.identity_number, visit.name)) if way else PoliceAnswer("no gateway")
        if said.result:
            answer_police_query(query, answer=said.result, response=said.response, by=by)
        else:
            note_no_police_answer(query, response=said.response, by=by)
