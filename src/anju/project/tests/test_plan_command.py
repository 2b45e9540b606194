"""`anju plan parse` at a file that is no plan: one sentence in both languages, and a status that says so."""

from __future__ import annotations

import json
from argparse import Namespace

import pytest

from anju.planreader.documents.messages import REFUSALS, WARNINGS, unreadable, warning
from anju.project import adopting, plan

PLACES = dict.fromkeys(("name", "kind", "size_mb", "limit_mb", "limit", "pages", "seconds", "count"), 3)


def test_a_file_that_is_no_plan_is_refused_in_both_languages(tmp_path, capsys):
    file = tmp_path / "空.txt"
    file.write_bytes(b"")
    assert plan.run(Namespace(verb="parse", file=file, json=True)) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert error == {
        "code": "documents.empty",
        "sentence": "The file 空.txt is empty. Choose the file again, or paste the text of the plan.",
        "chinese": "文件 空.txt 是空的。请重新选择文件，或直接粘贴计划正文。",
    }
    assert adopting.trouble_with(b"", "空.txt") == f"{error['sentence']} {error['chinese']}"


@pytest.mark.parametrize("made", [*(unreadable(code, **PLACES) for code in REFUSALS), *(warning(code, **PLACES) for code in WARNINGS)], ids=str)
def test_every_message_of_the_reader_has_its_chinese(made):
    assert "%(" not in made.chinese and made.chinese != str(made)
