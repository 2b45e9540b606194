"""An old Word file and a WPS file as people have them, made by LibreOffice itself and read through it."""

from __future__ import annotations

import subprocess

import pytest

from anju.planreader.documents import read_document
from anju.planreader.documents.office import converter

pytestmark = [pytest.mark.soak, pytest.mark.skipif(converter() is None, reason="LibreOffice is not installed on this machine")]
PAGE = """<html><meta charset="utf-8"><body><h1>保安部年度工作计划</h1><p>每月组织一次消防培训。</p><table border="1">
<tr><th>项目</th><th>频次</th><th>责任人</th></tr><tr><td>灭火器检查</td><td>每月一次</td><td>安全主管</td></tr></table></body></html>"""


def converted(folder, name: str, kind: str):
    command = [converter(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind, name]
    subprocess.run(command, cwd=folder, check=True, timeout=120, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.mark.parametrize("name", ["计划.doc", "计划.wps"])
def test_an_old_file_keeps_its_headings_and_its_tables(tmp_path, name):
    (tmp_path / "plan.html").write_text(PAGE, encoding="utf-8")
    converted(tmp_path, "plan.html", "odt")
    converted(tmp_path, "plan.odt", "doc:MS Word 97")
    read = read_document((tmp_path / "plan.doc").read_bytes(), name)
    assert [(unit.kind, unit.text) for unit in read.flat] == [
        ("heading", "保安部年度工作计划"), ("paragraph", "每月组织一次消防培训。"), ("table row", "灭火器检查 | 每月一次 | 安全主管"),
    ]  # fmt: skip
