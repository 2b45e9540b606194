"""Search: Chinese by pairs of characters, the same on both databases, in the scopes in view, without personal data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.kernel import search
from anju.kernel.models import SearchToken

from .guests import Guest, guest_table  # noqa: F401
from .sample import community

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guest_table")]


def noted(where, topic: str, **facts) -> Guest:
    made = Guest(scope=where, name="李小明", topic=topic, **facts)
    made.save()
    search.index(made)
    return made


def hits(where, query: str) -> list[str]:
    return [Guest.everywhere.get(pk=id).topic for model, id in search.find([where.id], query) if model == "kernel.guest"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("巡逻", ["夜间巡逻路线一号", "巡逻漏打水泵房"]),
        ("夜间 路线", ["夜间巡逻路线一号"]),
        ("水泵房", ["巡逻漏打水泵房"]),
        ("cam-18", ["CAM-18 断线"]),
        ("ＣＡＭ", ["CAM-18 断线"]),
        ("房", []),
        ("巡", ["夜间巡逻路线一号", "巡逻漏打水泵房"]),
        ("消防", []),
        ("，。", []),
        ("", []),
    ],
)
def test_what_is_written_is_found(here, query, expected):
    for text in ("CAM-18 断线", "夜间巡逻路线一号", "巡逻漏打水泵房"):
        noted(here, text)
    assert sorted(hits(here, query)) == sorted(expected)


def test_the_newest_comes_first_and_no_more_than_asked(here):
    for number in range(5):
        noted(here, f"巡逻{number}号")
    assert hits(here, "巡逻") == [f"巡逻{number}号" for number in (4, 3, 2, 1, 0)]
    assert len(search.find([here.id], "巡逻", limit=2)) == 2
    assert search.find([here.id], "巡逻", model="cases.case") == []


def test_another_community_is_not_searched(here):
    noted(community("隔壁"), "巡逻路线")
    assert hits(here, "巡逻") == []


def test_a_changed_text_is_found_by_its_new_words_alone(here):
    made = noted(here, "巡逻路线")
    made.topic = "电梯故障"
    made.save()
    search.index(made)
    assert (hits(here, "巡逻"), hits(here, "电梯")) == ([], ["电梯故障"])
    before = set(SearchToken.objects.values_list("pk", flat=True))
    search.index(made)
    assert set(SearchToken.objects.values_list("pk", flat=True)) == before
    search.forget(made)
    assert SearchToken.objects.count() == 0


@pytest.mark.parametrize("facts", [{"name": "王小五"}, {"phone": "13800001234"}, {"plate": "京A12345"}, {"identity_number": "110101199003070011"}])
def test_personal_values_never_enter(here, facts):
    (value,) = facts.values()
    made = Guest(scope=here, **facts)
    made.search_text = lambda: f"来访 {value}"
    with pytest.raises(ValueError, match="personal field"):
        search.index(made)
    assert SearchToken.objects.count() == 0


@given(st.text(max_size=60))
def test_every_part_of_a_text_holds_only_its_tokens(text):
    whole = set(search.tokens_of(text))
    for word in "".join(c if c.isalnum() else " " for c in search.normal(text)).split():
        if len(word) > 1:
            assert set(search.tokens_of(word)) <= whole
    assert all(1 <= len(token) <= 2 for token in whole)
