"""Checks of what surrounds the program: its built pages, the machine's fonts, the port, the certificate that phones trust."""

from __future__ import annotations

import os
from pathlib import Path

from anju.kernel.health import Finding, _, bad, good, machine, notice

BUILT = Path(__file__).resolve().parent.parent / "static" / "built"
NEEDED = ("anju.js", "anju.css", "theme.js", "phone.js", "worker.js", "icons.svg")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "C:/Windows/Fonts")
CHINESE_FONTS = ("cjk", "sourcehan", "wqy", "pingfang", "msyh", "simhei", "simsun", "harmony", "misans", "hiragino", "stheiti", "droidsansfallback")
WARN_DAYS = 45


def front_end() -> Finding:
    missing = [name for name in NEEDED if not (BUILT / name).exists()]
    if missing:
        return bad("front", _("Built pages"), _("not built: %(names)s"), _("Run “make front”, or install the package again."), names=", ".join(missing))
    return good("front", _("Built pages"), _("they are built"))


def fonts() -> Finding:
    """Papers are printed and pictures are made on this machine: they need one font with Chinese characters."""
    for folder in FONT_FOLDERS:
        root = Path(folder).expanduser()
        if root.is_dir() and any(_is_chinese(path) for path in root.rglob("*.[to]t[fc]")):
            return good("fonts", _("Chinese font"), _("there is one"))
    return notice("fonts", _("Chinese font"), _("none was found on this machine"), _("Install Noto Sans CJK, so that what is printed from here shows no empty boxes. Other machines' browsers use their own fonts."))


def _is_chinese(path: Path) -> bool:
    name = path.name.lower().replace("-", "").replace("_", "").replace(" ", "")
    return any(part in name for part in CHINESE_FONTS)


def port() -> Finding:
    """Whether pages can be served: the port is free, or Anju itself answers on it."""
    from anju.surfaces.cli import ports

    written = ports.wanted()
    if not (written.isascii() and written.isdigit() and 0 < int(written) < 65536):
        return bad("port", _("Port of the pages"), _("%(port)s is no port"), _("Write a whole number from 1 to 65535."), port=written)
    if not ports.trouble_at("127.0.0.1", int(written)):
        return good("port", _("Port of the pages"), _("%(port)s is free"), port=written)
    if _answers(int(written)):
        return good("port", _("Port of the pages"), _("Anju answers on %(port)s"), port=written)
    return bad("port", _("Port of the pages"), _("%(port)s is taken by another program"), _("Stop that program, or choose another port: ANJU_PORT=8080."), port=written)


def _answers(number: int) -> bool:
    import urllib.request

    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{number}/healthz", timeout=2) as answer:
            return answer.read(64) == b'{"status":"ok"}'
    except (OSError, ValueError):
        return False


def certificate() -> Finding:
    """How long phones on the LAN still trust this installation."""
    from datetime import UTC

    folder = machine.keys_folder() / "lan"
    if not (folder / "server.pem").exists():
        return good("certificate", _("Certificate for phones"), _("no certificate is used"))
    from cryptography import x509

    from anju.kernel import clock

    try:
        ends = [x509.load_pem_x509_certificates((folder / name).read_bytes())[0].not_valid_after_utc for name in ("server.pem", "ca.pem")]
    except (ValueError, OSError, IndexError):
        return bad("certificate", _("Certificate for phones"), _("it cannot be read"), _("Start “anju serve --lan” again; it makes the server's certificate anew."))
    end, days = min(ends), (min(ends) - clock.machine().astimezone(UTC)).days
    facts = {"day": f"{end:%Y-%m-%d}", "days": days}
    if days < 0:
        return bad("certificate", _("Certificate for phones"), _("ended on %(day)s"), _("Start “anju serve --lan” again; it makes the server's certificate anew."), **facts)
    if days < WARN_DAYS and os.environ.get("ANJU_HTTPS") != "1":
        return notice("certificate", _("Certificate for phones"), _("ends on %(day)s, in %(days)s days"), _("Start “anju serve --lan” again within the last 30 days; it makes the server's certificate anew."), **facts)
    return good("certificate", _("Certificate for phones"), _("valid until %(day)s"), **facts)
