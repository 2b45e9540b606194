"""What notices, publicity and reports count."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from anju.domains.notices import measures
from anju.domains.notices.events import (
    ActivityHeld,
    BodyReportHandedIn,
    BodyReportOverdue,
    DeliveriesRecorded,
    NoticeRead,
    NoticeSent,
    NoticeShown,
    OwnerMessageAnswered,
    PublicityRecorded,
)
from anju.kernel.measures import Count

from .conftest import START

ABOUT = {"notice": UUID(int=1), "level": 2, "sent_at": START}
DUE = {"body": "street_office", "due_at": START}


def both(**count):
    return [Count(**count, dimension=each, when=START) for each in ("", "2")]


@pytest.mark.parametrize(
    ("event", "found"),
    [
        (NoticeSent(**ABOUT, counted=30, groups=[], ways=[]), both(denominator=30, proofs=0)),
        (DeliveriesRecorded(**ABOUT, reached=12, sent=3), both(numerator=12)),
        (DeliveriesRecorded(**ABOUT, repeated=5), []),
        (NoticeShown(**ABOUT, person=UUID(int=2), is_first=True), both(numerator=1)),
        (NoticeShown(**ABOUT, person=UUID(int=2), is_first=False), []),
        (NoticeRead(**ABOUT, person=UUID(int=2), is_first_delivery=True), both(numerator=1)),
        (NoticeRead(**ABOUT, person=UUID(int=2)), []),
    ],
)
def test_each_recipient_is_delivered_to_once_on_the_day_of_sending(event, found):
    assert list(measures.delivered(event)) == found


def test_reading_counts_once():
    assert list(measures.read(NoticeRead(**ABOUT, person=UUID(int=2)))) == both(numerator=1)
    assert list(measures.read(NoticeRead(**ABOUT, person=UUID(int=2), is_first_reading=False))) == []
    assert list(measures.read(NoticeSent(**ABOUT, counted=30, groups=[], ways=[]))) == both(denominator=30, proofs=0)


def test_publicity_counts_on_its_day_by_channel_and_target():
    event = PublicityRecorded(topic="fire", channel="banner", target="school", reached=9, held_at=START, has_proof=True)
    assert list(measures.publicity(event)) == [Count(numerator=1, dimension=each, when=START, grade="B") for each in ("", "banner", "to/school")]


def test_satisfaction_and_people_count_on_the_day_of_the_activity():
    event = ActivityHeld(kind="lecture", starts_at=START, attended=30, signed_up=10, came=9, satisfied=19, asked_about=20)
    assert list(measures.satisfaction(event)) == [Count(numerator=19, denominator=20, dimension=each, when=START) for each in ("", "lecture")]
    assert list(measures.people_at_activities(event)) == [Count(numerator=30, dimension=each, when=START) for each in ("", "lecture")]
    nobody = ActivityHeld(kind="lecture", starts_at=START, attended=3, signed_up=0, came=0, satisfied=0, asked_about=0)
    assert list(measures.satisfaction(nobody)) == []


def test_a_report_stands_once_below_the_line():
    late = START + timedelta(days=1)
    handed = {**DUE, "handed_in_at": late, "is_in_time": False, "was_counted_overdue": False, "is_again": False}
    sides = ("", "street_office")
    assert list(measures.reports_in_time(BodyReportOverdue(**DUE))) == [Count(numerator=0, denominator=1, dimension=each, when=START) for each in sides]
    assert list(measures.reports_in_time(BodyReportHandedIn(**handed))) == [Count(numerator=0, denominator=1, dimension=each, when=late) for each in sides]
    assert list(measures.reports_in_time(BodyReportHandedIn(**{**handed, "was_counted_overdue": True}))) == []
    assert list(measures.reports_in_time(BodyReportHandedIn(**{**handed, "is_again": True}))) == []


def test_only_adopted_messages_stand_above_the_line():
    assert list(measures.adopted(OwnerMessageAnswered(channel="box", decision="rejected"))) == [Count(numerator=0, denominator=1, dimension=each) for each in ("", "box")]
    assert list(measures.adopted(OwnerMessageAnswered(channel="box", decision="adopted"))) == [Count(numerator=1, denominator=1, dimension=each) for each in ("", "box")]
