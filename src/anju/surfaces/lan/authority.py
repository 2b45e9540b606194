"""The certificate authority of one installation. It can vouch for its own host name and for private addresses, and for nothing else.

Who steals its key can therefore not read anybody's traffic with a bank: browsers and phones hold it to its name constraints.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from anju.kernel import clock

from .addresses import PRIVATE, Address

LIFE = timedelta(days=3650)
SERVER_LIFE = timedelta(days=397)
RENEW_BEFORE = timedelta(days=30)
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Papers:
    """What a TLS server needs: where its chain and its key lie, and the name that phones call."""

    chain: Path
    key: Path
    host: str


class Authority:
    """Keeps its own key and certificate in `folder` (0700, keys 0600) and issues the server's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self._path("ca.key").exists():
            self._found()

    @property
    def certificate(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self._path("ca.pem").read_bytes())

    @property
    def host(self) -> str:
        """The name it was made for: anju-xxxx.local."""
        return self.certificate.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees[0].value

    @property
    def fingerprint(self) -> str:
        """SHA-256 in pairs, as phones show it."""
        return ":".join(f"{byte:02X}" for byte in self.certificate.fingerprint(hashes.SHA256()))

    @property
    def papers_seen(self) -> bytes:
        """The server's present certificate, to tell whether another was made."""
        path = self._path("server.pem")
        return path.read_bytes() if path.exists() else b""

    def papers(self, addresses: Sequence[Address]) -> Papers:
        """The server's certificate for these addresses; made anew where they changed or its end is near."""
        if not self._still_fits(addresses):
            self._issue(addresses)
        return Papers(self._path("server.pem"), self._path("server.key"), self.host)

    def _path(self, name: str) -> Path:
        return self.folder / name

    def _found(self) -> None:
        host = f"anju-{''.join(secrets.choice(ALPHABET) for _ in range(4))}.local"
        key, now = ec.generate_private_key(ec.SECP256R1()), clock.machine()
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Anju {host}"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Anju")])
        allowed = [x509.DNSName(host), *(x509.IPAddress(net) for net in PRIVATE), x509.IPAddress(ipaddress.ip_network("127.0.0.0/8"))]
        made = (
            _builder(name, name, key, now, LIFE)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
            .add_extension(x509.NameConstraints(permitted_subtrees=allowed, excluded_subtrees=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        self._write("ca.pem", made.public_bytes(serialization.Encoding.PEM))
        self._write("ca.key", _pem(key))  # last: where it stands, the authority is whole

    def _issue(self, addresses: Sequence[Address]) -> None:
        issuer = self.certificate
        ca_key = serialization.load_pem_private_key(self._path("ca.key").read_bytes(), password=None)
        key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.host)])
        names = x509.SubjectAlternativeName([x509.DNSName(self.host), *(x509.IPAddress(each) for each in addresses)])
        made = (
            _builder(name, issuer.subject, key, clock.machine(), SERVER_LIFE)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False)
            .add_extension(names, critical=False)
            .sign(ca_key, hashes.SHA256())
        )
        self._write("server.key", _pem(key))
        self._write("server.pem", made.public_bytes(serialization.Encoding.PEM) + issuer.public_bytes(serialization.Encoding.PEM))

    def _still_fits(self, addresses: Sequence[Address]) -> bool:
        try:
            held = x509.load_pem_x509_certificates(self._path("server.pem").read_bytes())[0]
            key = serialization.load_pem_private_key(self._path("server.key").read_bytes(), password=None)
        except (FileNotFoundError, ValueError):
            return False
        names = held.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        fits = set(names.get_values_for_type(x509.IPAddress)) == set(addresses) and held.public_key() == key.public_key()
        return fits and held.issuer == self.certificate.subject and clock.machine() < held.not_valid_after_utc - RENEW_BEFORE

    def _write(self, name: str, data: bytes) -> None:
        """In one step, readable by nobody else."""
        draft = self._path(f".{name}.{secrets.token_hex(4)}")
        with open(draft, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, self._path(name))


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, life: timedelta) -> x509.CertificateBuilder:
    """A day before now, because phones' clocks are behind."""
    begun = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key()).serial_number(x509.random_serial_number())
    dated = begun.not_valid_before(now - timedelta(days=1)).not_valid_after(now + life)
    return dated.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def _usage(**wanted: bool) -> x509.KeyUsage:
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{name: wanted.get(name, False) for name in names})


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
