"""The sender: takes what is due, hands it to the gateways, and records what they answered. State stands in rows, so that it may die at any moment.

What was handed over but not recorded before a kill comes back after its lease and goes out once more under the same key.
"""

from __future__ import annotations

import logging
import secrets
import smtplib
import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from django.db import DatabaseError, close_old_connections, connections

from anju.domains.notices import queries
from anju.domains.notices.actions import record_outcomes, settling, take_deliveries
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from . import leaving, recorder
from .translate import BY_DIALECT
from .translate import email as mails
from .wire import Access, Answer

AT_ONCE = 16
AT_THE_SAME_TIME = 4
SENDER = Actor.system("messages")
_log = logging.getLogger(__name__)


def access_of(channel: Any) -> Access:
    held = channel.secrets
    return Access(channel.base, held.get("key", ""), held.get("secret", ""), channel.settings, channel.allows_lan)


def hand_over(dialect: str, message: Any, access: Access, now: datetime) -> Answer:
    """Give one message to its gateway. Whatever goes wrong becomes an answer: nothing here may stop the others."""
    try:
        if dialect == "recorder":
            return recorder.hand_over(message, access)
        if dialect == "email":
            return _mailed(message, access, now)
        translator = BY_DIALECT[dialect]
        status, body = leaving.post(translator.request(message, access, now, secrets.token_hex(16)), allows_lan=access.allows_lan)
        return translator.answer(status, body, access)
    except leaving.Blocked as blocked:
        return Answer("failed", f"blocked: {blocked}")
    except leaving.Unreachable as error:
        return Answer("unsure", str(error)[:80])
    except Exception as error:
        _log.exception("the gateway %s could not be given a message", dialect)
        return Answer("failed", type(error).__name__)


def _mailed(message: Any, access: Access, now: datetime) -> Answer:
    if not mails.recipients(access):
        return Answer("failed", "no recipients")
    try:
        leaving.mail(mails.request(message, access, now, ""), access)
    except smtplib.SMTPResponseException as error:
        return Answer("unsure" if 400 <= error.smtp_code < 500 else "failed", str(error.smtp_code))
    except smtplib.SMTPException as error:
        return Answer("failed", type(error).__name__)
    return Answer("delivered", "accepted")


class Sender:
    """Sends what is due in every scope. Several may run; each message is leased by one."""

    def run_once(self) -> int:
        """Climb the ladders that are due and hand over what is due; returns how many messages were handed over."""
        at = clock.now()
        for where in queries.scopes_due(at):
            settling.go_on(where, at)
        return sum(self.send_in(where) for where in queries.due_scopes(clock.now()))

    def send_in(self, where: Scope) -> int:
        """Hand over up to sixteen messages of one scope."""
        with view.entered(where):
            taken = take_deliveries(where, limit=AT_ONCE, by=SENDER)
            if isinstance(taken, Refusal):
                return 0
            jobs = [(one, one.channel.dialect, queries.message_of(one), access_of(one.channel), self._no_way(one)) for one in taken]
        now = clock.now()
        with ThreadPoolExecutor(AT_THE_SAME_TIME) as pool:
            answers = list(pool.map(lambda job: job[4] or hand_over(*job[1:4], now), jobs))
        self._record(where, [(job[0], answer) for job, answer in zip(jobs, answers, strict=True)])
        return len(taken)

    def _no_way(self, delivery: Any) -> Answer | None:
        """What is not worth trying: the notice was withdrawn, or the channel was taken out of use meanwhile."""
        if delivery.notice.state == "withdrawn":
            return Answer("failed", "withdrawn")
        return None if delivery.channel.state == "in_use" else Answer("failed", "channel retired")

    def _record(self, where: Scope, told: list[tuple[Any, Answer]]) -> None:
        by_notice = defaultdict(list)
        for delivery, answer in told:
            by_notice[delivery.notice].append({"delivery": str(delivery.pk), "outcome": answer.outcome, "code": answer.code, "number": answer.number})
        with view.entered(where):
            for notice, outcomes in by_notice.items():
                record_outcomes(notice, outcomes=outcomes, by=SENDER)

    def run_forever(self, stop: threading.Event, *, pause_seconds: float = 1.0) -> None:
        """Look once a second, and again at once while there is work, until `stop` is set."""
        while not stop.wait(pause_seconds):
            try:
                while self.run_once() and not stop.is_set():
                    pass
                close_old_connections()
            except DatabaseError as error:
                _log.warning("the sender waits for the database: %s", error)
                connections.close_all()
        connections.close_all()
