"""Every sentence a person reads is English in the code and Chinese in a locale.toml, in the words of the field."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from anju.project import catalogue

from .code import PACKAGE, Module, dotted, modules
from .test_pages import TEMPLATE, templates

# argument positions and names that people read
READ = {
    "Refusal": ((1,), ("sentence",)),
    "action": ((), ("title",)),
    "Field": ((0,), ("label", "help")),
    "state": ((0,), ("label",)),
    "reaction": ((), ("title",)),
}
READ_ATTRIBUTES = {"title", "empty", "help", "description"}
WRAPPED_TEMPLATE = re.compile(r"\{%-?\s*(trans|blocktranslate|blocktrans)\b.*?\{%-?\s*end(trans|blocktranslate|blocktrans)\s*-?%\}", re.DOTALL)
READ_IN_HTML = {"title", "placeholder", "aria-label", "alt"}
WORD = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]")
CODE = re.compile(r'[\w:-]+="[^"]*"|\b[a-z_]+\.[a-z_]+\b')
NOT_WORDS = {"Anju", "SOS", "NFC", "QR", "JSON", "xlsx", "API", "PDF", "CSV", "Esc", "Enter", "Ctrl", "Shift", "安居", "甲", "乙", "丙", "EN", "English", "中文", "简体中文"}
FORBIDDEN = {
    "你": "nobody (staff) or 您 (residents)", "登陆": "登录", "其它": "其他", "帐号": "账号", "盘查": "询问", "操作成功": "说结果", "操作失败": "说原因", "系统异常": "说原因",
    "未知错误": "说原因", "非法": "说原因", "无效参数": "说原因", "提交成功": "说结果", "扣押": "暂缓放行", "罚款": "not for residents",
}

GREETING = "你的计划共"
"""The one sentence that speaks to its reader: the first that somebody sees who handed in a plan."""


def unwrapped(package: Path) -> list[str]:
    """Plain strings where people read: they could not be translated."""
    return [
        f"{module.place}:{node.lineno} says {node.value!r} without gettext"
        for module in modules(package)
        for node in _read_by_people(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and WORD.search(node.value)
    ]


def _read_by_people(module: Module):
    for call in module.calls():
        positions, names = READ.get(dotted(call.func).rpartition(".")[2], ((), ()))
        yield from (call.args[at] for at in positions if at < len(call.args))
        yield from (keyword.value for keyword in call.keywords if keyword.arg in names)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef) and any(dotted(base).endswith("Screen") for base in node.bases):
            yield from (line.value for line in node.body if isinstance(line, ast.Assign) and _names(line) & READ_ATTRIBUTES)


def _names(line: ast.Assign) -> set[str]:
    return {target.id for target in line.targets if isinstance(target, ast.Name)}


def bare_text(package: Path) -> list[str]:
    """Words that stand in a page outside of a translation."""
    return [f"{path.relative_to(package).as_posix()}:{line} says {text!r} without a translation" for path in templates(package) for line, text in _texts(path)]


def _texts(path: Path) -> list[tuple[int, str]]:
    def blank(hit: re.Match) -> str:
        return "\n" * hit.group().count("\n")

    reader = _Reader()
    reader.feed(TEMPLATE.sub(blank, WRAPPED_TEMPLATE.sub(blank, path.read_text(encoding="utf-8"))))
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.inside.append(tag)
        for name, value in attributes:
            if name in READ_IN_HTML:
                self.handle_data(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            del self.inside[len(self.inside) - 1 - self.inside[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if {"script", "style", "kbd"} & set(self.inside):
            return
        # Attributes gathered in a {% set %}, and the code of a refusal, are for machines.
        data = CODE.sub("", data)
        words = [word for word in re.findall(r"(?<![.\w])[A-Za-z]{2,}|[\u4e00-\u9fff]+", data) if word not in NOT_WORDS]
        if words:
            self.found.append((self.getpos()[0], data.strip()))


def plurals(package: Path) -> list[str]:
    """Sentences with plural forms, which the catalogue does not know. Write one sentence that fits every number."""
    return [f"{module.place}:{one.line} imports {one.name}" for module in modules(package) for one in module.imports if "ngettext" in one.target]


def ill_chosen(merged: dict) -> list[str]:
    """Chinese words the product does not use, whatever they translate."""
    return [
        f"{entry.file.name}: {entry.chinese!r} says {word}; instead: {better}"
        for entry in merged.values()
        for word, better in FORBIDDEN.items()
        if word in entry.chinese and f"不{word}" not in entry.chinese and not entry.chinese.startswith(GREETING)
    ]


@pytest.mark.parametrize("law", [unwrapped, bare_text, plurals, catalogue.problems])
def test_the_package_keeps_it(law):
    assert law(PACKAGE) == []


def test_the_words_are_those_of_the_field():
    assert ill_chosen(catalogue.entries(PACKAGE)) == []


@pytest.mark.parametrize(
    ("law", "place", "source"),
    [
        (unwrapped, "domains/cases/rules.py", 'no = Refusal("cases.closed", "The case is closed.")\n'),
        (unwrapped, "domains/cases/actions.py", '@action(title="Open a case", posts=(), event=None)\ndef open_case(): ...\n'),
        (unwrapped, "domains/cases/screens.py", 'class CaseScreen(Screen):\n    title = "Cases"\n'),
        (plurals, "domains/cases/rules.py", "from django.utils.translation import ngettext_lazy\n"),
        (bare_text, "surfaces/templates/page.html", "<h1>Today</h1>"),
        (bare_text, "surfaces/templates/page.html", '<input placeholder="搜索">'),
        (catalogue.problems, "domains/cases/rules.py", '_("The case is closed.")\n'),
        (catalogue.problems, "surfaces/templates/page.html", '{% translate "Sign in" %}'),
        (catalogue.problems, "surfaces/office/templates/page.html", '{{ _("Sign in") }}'),
        (catalogue.problems, "domains/cases/locale.toml", '"Nobody says this" = "没有人说这句"\n'),
        (catalogue.problems, "domains/cases/locale.toml", '"%(n)s cases" = "几件事"\n'),
        (catalogue.problems, "domains/cases/locale.toml", '"Cases" = 事项\n'),
    ],
)
def test_a_planted_fault_is_found(plant, law, place, source):
    assert len(law(plant(place, source))) == 1


def test_what_is_translated_passes(plant):
    package = plant("domains/cases/rules.py", 'no = Refusal("cases.closed", _("The case is closed."))\n')
    plant("domains/cases/locale.toml", '"The case is closed." = "该事项已关闭。"\n"Today" = "今日"\n"Hello" = "您好"\n')
    plant("surfaces/templates/page.html", '{% load i18n %}<h1>{% translate "Today" %}</h1>')
    plant("surfaces/office/templates/page.html", "<p>{% trans %}Hello{% endtrans %}</p>")
    assert [problem for law in (unwrapped, bare_text, catalogue.problems) for problem in law(package)] == []


def test_one_sentence_has_one_translation(plant):
    package = plant("domains/cases/locale.toml", '"Closed" = "已关闭"\n')
    plant("domains/places/locale.toml", '"Closed" = "关门"\n')
    plant("domains/cases/rules.py", '_("Closed")\n')
    (problem,) = catalogue.problems(package)
    assert "use one word" in problem


def test_a_wrong_word_is_found(plant):
    package = plant("domains/cases/locale.toml", '"Sign in" = "登陆"\n')
    assert len(ill_chosen(catalogue.entries(package))) == 1


def test_the_catalogue_is_read_by_gettext(plant, tmp_path):
    import gettext

    package = plant("domains/cases/locale.toml", '"The case is closed." = "该事项已关闭。"\n[context.verb]\n"Open" = "打开"\n')
    with catalogue.build(package).open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert words.gettext("The case is closed.") == "该事项已关闭。"
    assert words.pgettext("verb", "Open") == "打开"
    assert words.gettext("Open") == "Open"
