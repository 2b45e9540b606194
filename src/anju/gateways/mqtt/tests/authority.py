"""An authority of one's own, and the certificates that it signs: right, out of date, of another name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Authority:
    def __init__(self, folder: Path, name: str = "Anju test") -> None:
        self.folder, self.mark, self.key = folder, name.replace(" ", "-"), ec.generate_private_key(ec.SECP256R1())
        self.subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = self._begun(self.subject, self.key, -1, 30).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        self.ca = self._kept(f"{self.mark}-ca.pem", made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def certificate(self, name: str = "localhost", *, days: tuple[int, int] = (-1, 10)) -> tuple[str, str]:
        """(certificate, key) as files; `days` from today."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = self._begun(subject, key, *days).add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False).sign(self.key, hashes.SHA256())
        mark = f"{self.mark}-{name}-{days[1]}"
        private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return self._kept(f"{mark}.pem", made.public_bytes(serialization.Encoding.PEM)), self._kept(f"{mark}-key.pem", private)

    def _begun(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, first: int, last: int) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(self.subject).public_key(key.public_key())
        return builder.serial_number(x509.random_serial_number()).not_valid_before(now + timedelta(days=first)).not_valid_after(now + timedelta(days=last))

    def _kept(self, name: str, data: bytes) -> str:
        file = self.folder / name
        file.write_bytes(data)
        return str(file)
