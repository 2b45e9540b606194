"""The command itself: its port, its folder, what it deletes and what it leaves alone, and the ways in that it prints."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from anju.project import demo
from anju.surfaces.cli import ports


def anju(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess:
    env = {key: value for key, value in os.environ.items() if not key.startswith("ANJU_")} | {"ANJU_DATA_DIR": str(folder)} | environment
    env["PYTHONPATH"] = str(Path(demo.__file__).resolve().parents[2])
    env.pop("DJANGO_SETTINGS_MODULE", None)
    command = "import sys; from anju.project.cli import main; sys.exit(main())"
    return subprocess.run([sys.executable, "-c", command, *arguments], env=env, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("command", [("demo",), ("serve",)])
@pytest.mark.parametrize("written", ["eighty", "0", "70000", "-1", "８０００"])
def test_a_port_that_is_none_is_explained(tmp_path, command, written):
    done = anju(*command, folder=tmp_path / "d", ANJU_PORT=written)
    assert done.returncode == 2
    assert "不是端口号" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize("command", [("demo",), ("serve",)])
def test_a_port_in_use_is_explained_before_anything_is_built(tmp_path, command):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = anju(*command, folder=tmp_path / "d", ANJU_PORT=str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "已被占用" in done.stdout
    assert not (tmp_path / "d").exists()


def test_a_free_port_is_no_trouble():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert ports.trouble_at("127.0.0.1", port) == ""


def test_a_folder_that_the_demo_made_is_cleared(tmp_path):
    (tmp_path / demo.MARK).write_text("{}")
    (tmp_path / "anju.sqlite3").write_text("x")
    (tmp_path / "files").mkdir()
    (tmp_path / "mine.txt").write_text("keep")
    assert demo.clear(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_community_that_no_demo_made_is_left_alone(tmp_path):
    (tmp_path / "anju.sqlite3").write_text("x")
    assert not demo.clear(tmp_path)
    done = anju("demo", folder=tmp_path, ANJU_PORT=str(free_port()))
    assert (done.returncode, (tmp_path / "anju.sqlite3").read_text()) == (1, "x")
    assert "没有改动" in done.stdout
    fresh = anju("demo", folder=tmp_path, ANJU_PORT=str(free_port()), FRESH="1")
    assert (fresh.returncode, (tmp_path / "anju.sqlite3").read_text()) == (1, "x")
    assert "没有删除" in fresh.stdout


def test_each_plan_has_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.delenv("ANJU_DATA_DIR", raising=False)
    one, two = tmp_path / "a.txt", tmp_path / "b.txt"
    one.write_text("甲")
    two.write_text("乙")
    assert len({demo._folder(None), demo._folder(one), demo._folder(two)}) == 3


def test_a_file_that_is_no_plan_is_said_so_and_leaves_nothing(tmp_path):
    (tmp_path / "plan.docx").write_bytes(b"\x89PNG not a plan")
    folder = tmp_path / "d"
    done = anju("plan", "run", str(tmp_path / "plan.docx"), folder=folder, ANJU_PORT=str(free_port()))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not (folder / "anju.sqlite3").exists()
    assert not (folder / demo.MARK).exists()


def test_an_unfinished_run_is_begun_again(tmp_path):
    (tmp_path / demo.MARK).write_text(json.dumps({"state": "building"}))
    assert demo._state(tmp_path) == {"state": "building"}
    assert demo.clear(tmp_path)
    assert demo._state(tmp_path) == {}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
