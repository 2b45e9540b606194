"""What both dialects share: the notice that is taken in, and why a message is refused."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from cryptography.x509 import load_pem_x509_certificate


class Refused(ValueError):
    """The message is not the provider's, or not fresh, or makes no sense. The code says which: bad_signature, too_old, unreadable …"""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Told:
    """A checked message in our own words; the inputs of `charges.take_notice`."""

    notice_id: str
    outcome: str
    order_number: str
    told_merchant: str
    amount_fen: int = 0
    provider_number: str = ""
    refund_number: str = ""


def signature(private_pem: str, message: bytes) -> str:
    """SHA-256 with RSA (PKCS#1 v1.5), in base64."""
    key = load_pem_private_key(private_pem.encode(), None)
    return base64.b64encode(key.sign(message, PKCS1v15(), SHA256())).decode()


def check(public_pem: str, message: bytes, signed: str) -> None:
    """Raises Refused("bad_signature")."""
    pem = public_pem.encode()
    key = load_pem_x509_certificate(pem).public_key() if b"CERTIFICATE" in pem else load_pem_public_key(pem)
    try:
        key.verify(base64.b64decode(signed, validate=True), message, PKCS1v15(), SHA256())
    except (InvalidSignature, binascii.Error, ValueError):
        raise Refused("bad_signature") from None
