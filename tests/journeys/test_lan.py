"""`anju serve --lan` from a second host: a network namespace with its own address, its own card and no loopback to the server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from anju.surfaces.phone.tests.conftest import picture

HERE = Path(__file__).parent
NET = f"10.231.{os.getpid() % 250 + 1}"  # each test process has a network of its own
SERVER, CLIENT, PASSWORD = f"{NET}.1", f"{NET}.2", "violin-harbour-72"

pytestmark = pytest.mark.browser


@dataclass
class Host:
    """The second host: `name` of its namespace, `card` of its network."""

    name: str
    card: str

    def run(self, *command: str, **options) -> subprocess.CompletedProcess:
        return subprocess.run(["ip", "netns", "exec", self.name, *command], text=True, capture_output=True, **options)


@pytest.fixture
def second_host() -> Iterator[Host]:
    if shutil.which("ip") is None or os.geteuid() != 0:
        pytest.skip("a second host needs root and iproute2")
    host = Host(f"anju-{os.getpid()}", f"ajb{os.getpid() % 100000}")
    ours = f"aja{os.getpid() % 100000}"
    if subprocess.run(["ip", "netns", "add", host.name], capture_output=True).returncode:
        pytest.skip("this machine allows no network namespaces")
    try:
        for command in (
            f"ip link add {ours} type veth peer name {host.card} netns {host.name}",
            f"ip addr add {SERVER}/24 dev {ours}",
            f"ip link set {ours} up",
            f"ip -n {host.name} addr add {CLIENT}/24 dev {host.card}",
            f"ip -n {host.name} link set lo up",
            f"ip -n {host.name} link set {host.card} up",
        ):
            subprocess.run(command.split(), check=True, capture_output=True)
        yield host
    finally:
        subprocess.run(["ip", "link", "del", ours], capture_output=True)
        subprocess.run(["ip", "netns", "del", host.name], capture_output=True)


@pytest.fixture
def house(second_host, tmp_path) -> Iterator[dict[str, str]]:
    """The product, running as `anju serve --lan` on the LAN address."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("ANJU_", "DJANGO_"))} | {"ANJU_DATA_DIR": str(tmp_path / "data")}
    env["PYTHONPATH"] = os.pathsep.join([str(HERE.parent.parent / "src"), *filter(None, [env.get("PYTHONPATH")])])
    subprocess.run([sys.executable, str(HERE / "lan_house.py"), PASSWORD], env=env, check=True)
    command = [sys.executable, "-c", "import sys; from anju.project.cli import main; sys.exit(main())", "serve", "--lan", "--host", SERVER]
    server = subprocess.Popen([*command, "--port", "8443", "--install-port", "8081"], env=env, stdout=subprocess.PIPE, text=True)
    try:
        end = time.monotonic() + 60
        while second_host.run("curl", "-sk", f"https://{SERVER}:8443/healthz").returncode:
            assert server.poll() is None and time.monotonic() < end, "the server did not start"
            time.sleep(0.3)
        yield env
    finally:
        server.terminate()
        said, _err = server.communicate(timeout=15)
    assert f"http://{SERVER}:8081/install/" in said


def test_a_phone_on_the_lan_installs_works_offline_and_reports_once(second_host, house, tmp_path):
    if shutil.which("chromium") is None or shutil.which("curl") is None:
        pytest.skip("no Chromium on this machine")
    photo = tmp_path / "lamp.jpg"
    photo.write_bytes(picture(2, 900))
    done = second_host.run(sys.executable, str(HERE / "second_host.py"), SERVER, "guard", PASSWORD, second_host.card, str(photo), env=house, timeout=240)
    assert done.returncode == 0, done.stderr[-3000:]
    seen = json.loads(done.stdout.strip().splitlines()[-1])
    asked = subprocess.run([sys.executable, str(HERE / "lan_house.py"), "cases"], env=house, check=True, text=True, capture_output=True)
    (case,) = json.loads(asked.stdout)
    row = seen.pop("row")
    assert seen == {"install_page": True, "healthy": 200, "stranger_trusts": False, "secure": True, "kept_offline": "1"}
    assert (case["title"], len(case["hashes"])) == ("灯坏", 1)
    assert case["number"] in row and "已上传" in row
