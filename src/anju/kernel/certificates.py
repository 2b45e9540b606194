"""Who answers at the other end of TLS: always verified, and where it fails, why. Needs no Django."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

FAULTS = ("unknown_ca", "cert_expired", "cert_name", "no_tls")
"""Signed by an authority that is not believed; outside its days; of another name; nobody who speaks TLS."""
_OF_TIME, _OF_NAME = (9, 10), (62, 63, 64)  # OpenSSL's own numbers: not yet, no more; host, mail, address


class _Named(ssl.SSLContext):
    """Asks for the certificate of `name`, whatever address was looked up for it and connected to."""

    name = ""

    def wrap_socket(self, sock: Any, **more: Any) -> ssl.SSLSocket:
        return super().wrap_socket(sock, **{**more, "server_hostname": self.name})


def context(authority: str = "", *, name: str) -> ssl.SSLContext:
    """For one connection to `name`: believes the authority in that PEM file and no other, or those of this machine where none is given. Raises OSError where
    the file is none. Nothing switches the verification off."""
    made = _Named(ssl.PROTOCOL_TLS_CLIENT)
    made.name = name
    if authority:
        made.load_verify_locations(cadata=Path(authority).read_text("ascii"))
    else:
        made.load_default_certs()
    return made


def fault_of(error: BaseException) -> str:
    """Why a connection over TLS did not come to be: one of `FAULTS`, "" for another reason. Who knows no TLS answers otherwise, or hangs up."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return "cert_expired" if error.verify_code in _OF_TIME else "cert_name" if error.verify_code in _OF_NAME else "unknown_ca"
    is_other_answer = isinstance(error, ssl.SSLError) and error.reason in ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE")
    return "no_tls" if is_other_answer or isinstance(error, (ssl.SSLEOFError, ConnectionResetError)) else ""
