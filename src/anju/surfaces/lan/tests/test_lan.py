"""The own certificate authority, what it may vouch for, and the page that brings it to phones."""

from __future__ import annotations

import argparse
import ipaddress
import ssl
import stat
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from anju.kernel import clock
from anju.surfaces.cli import serve
from anju.surfaces.lan import addresses, authority, serving
from anju.surfaces.lan.authority import Authority, Papers
from anju.surfaces.lan.install import Install

HERE = [ipaddress.ip_address("192.168.1.10")]


def served(papers: Papers) -> x509.Certificate:
    return x509.load_pem_x509_certificates(papers.chain.read_bytes())[0]


def test_it_is_made_once_and_nobody_else_reads_its_key(tmp_path):
    first, again = Authority(tmp_path / "lan"), Authority(tmp_path / "lan")
    assert (first.host, first.fingerprint) == (again.host, again.fingerprint)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "lan").iterdir()} == {0o600}
    assert stat.S_IMODE((tmp_path / "lan").stat().st_mode) == 0o700


def test_the_certificate_is_made_anew_only_where_addresses_changed_or_its_end_is_near(tmp_path, monkeypatch):
    own = Authority(tmp_path)
    first = served(own.papers(HERE))
    assert served(own.papers(HERE)) == first
    moved = served(own.papers([ipaddress.ip_address("192.168.1.77")]))
    names = moved.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == [own.host]
    assert [str(each) for each in names.get_values_for_type(x509.IPAddress)] == ["192.168.1.77"]
    later = clock.machine() + authority.SERVER_LIFE - timedelta(days=20)
    monkeypatch.setattr(authority.clock, "machine", lambda: later)
    assert served(own.papers([ipaddress.ip_address("192.168.1.77")])) != moved


def test_a_torn_certificate_is_made_anew(tmp_path):
    own = Authority(tmp_path)
    own.papers(HERE)
    (tmp_path / "server.pem").write_bytes(b"-----BEGIN")
    assert served(own.papers(HERE)).issuer == own.certificate.subject


def handshake(own: Authority, papers: Papers, name: str) -> None:
    """A TLS handshake in memory by a client that trusts the authority alone; raises ssl.SSLError."""
    client = ssl.create_default_context(cadata=own.certificate.public_bytes(serialization.Encoding.PEM).decode())
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(papers.chain, papers.key)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [client.wrap_bio(to_client, to_server, server_hostname=name), server.wrap_bio(to_server, to_client, server_side=True)]
    for _round in range(6):
        for end in ends:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
    assert ends[0].version() == "TLSv1.3"


@pytest.mark.parametrize("name", ["192.168.1.10", "host"])
def test_a_phone_that_trusts_it_opens_the_address_and_the_name(tmp_path, name):
    own = Authority(tmp_path)
    handshake(own, own.papers(HERE), own.host if name == "host" else name)


@pytest.mark.parametrize("foreign", ["8.8.8.8", "bank.example"])
def test_it_cannot_vouch_for_anything_else(tmp_path, foreign, monkeypatch):
    """Even with its key in hand: a certificate for a public address or another name is not taken."""
    own = Authority(tmp_path)
    if foreign[0].isdigit():
        papers = own.papers([ipaddress.ip_address(foreign)])
    else:
        monkeypatch.setattr(Authority, "host", foreign)
        papers = own.papers(HERE)
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        handshake(own, papers, foreign)


@pytest.mark.parametrize(
    ("own", "wanted", "found", "word"),
    [
        (["192.168.1.10", "10.0.0.3"], "", ["192.168.1.10", "10.0.0.3"], ""),
        (["192.168.1.10", "8.8.8.8"], "", [], "公网地址"),
        (["192.168.1.10", "8.8.8.8"], "192.168.1.10", ["192.168.1.10"], ""),
        (["8.8.8.8"], "8.8.8.8", [], "公网地址"),
        ([], "", [], "没有局域网地址"),
        (["192.168.1.10"], "192.168.1.99", [], "不是这台机器的地址"),
        (["192.168.1.10"], "gate.example", [], "不是 IP 地址"),
    ],
)
def test_it_listens_on_private_addresses_alone(monkeypatch, own, wanted, found, word):
    monkeypatch.setattr(addresses, "own_addresses", lambda: [ipaddress.ip_address(each) for each in own])
    chosen, why = addresses.chosen(wanted)
    assert ([str(each) for each in chosen], word in why, bool(why)) == (found, True, bool(word))


def test_the_install_page_serves_the_certificate_and_leads_to_https(tmp_path):
    own = Authority(tmp_path)
    page = Install(own, ("192.168.1.10", own.host), 8443, 8080)
    ask = {b"host": b"192.168.1.10:8080"}
    status, headers, body = page.answer("GET", "/install/", ask)
    assert (status, "script-src 'self'" in headers["Content-Security-Policy"]) == (200, True)
    text = body.decode()
    assert own.fingerprint in text and "https://192.168.1.10:8443/guard/" in text and "data:image/svg+xml" in text and "微信" in text
    assert "<script" not in text and " style=" not in text
    assert page.answer("GET", "/guard/", ask)[1]["Location"] == "https://192.168.1.10:8443/guard/"
    status, headers, body = page.answer("GET", "/anju-ca.crt", ask)
    assert (headers["Content-Type"], x509.load_der_x509_certificate(body)) == ("application/x-x509-ca-cert", own.certificate)


@pytest.mark.parametrize("host", [b"evil.example", b"", b"\xff", b"[::1]:80", b"192.168.1.10.evil.example"])
def test_a_forged_host_leads_nowhere_else(tmp_path, host):
    page = Install(Authority(tmp_path), ("192.168.1.10",), 8443, 8080)
    assert page.answer("GET", "/guard/", {b"host": host})[1]["Location"] == "https://192.168.1.10:8443/guard/"


def test_what_changes_something_is_never_sent_on(tmp_path):
    page = Install(Authority(tmp_path), ("192.168.1.10",), 8443, 8080)
    assert [page.answer(method, "/accounts/login/", {})[0] for method in ("POST", "PUT", "DELETE")] == [405, 405, 405]
    assert page.answer("GET", "/ca.key", {})[0] == 308


def test_a_domains_own_certificate_is_tried_before_anything_starts(tmp_path, capsys):
    own = Authority(tmp_path)
    papers = own.papers(HERE)
    assert serving.trouble_with(papers) == ""
    assert serving.names_in(papers) == [own.host, "192.168.1.10"]
    other = Authority(tmp_path / "other").papers(HERE)
    given = argparse.Namespace(lan=False, host="", port=0, install_port=0, domain_cert=papers.chain, domain_key=other.key)
    assert serve.run(given) == 1
    assert "不是一对" in capsys.readouterr().out
    missing = Papers(tmp_path / "none.pem", papers.key, "")
    assert "没有找到" in serving.trouble_with(missing)
