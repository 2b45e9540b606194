"""The addresses of this machine on its LAN, and which of them may be listened on."""

from __future__ import annotations

import ipaddress

import ifaddr

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
PRIVATE = tuple(ipaddress.ip_network(each) for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "fc00::/7", "fe80::/10"))


def is_private(address: Address) -> bool:
    """Whether an address cannot be reached from the internet."""
    return address.is_loopback or any(address.version == net.version and address in net for net in PRIVATE)


def own_addresses() -> list[Address]:
    """The IPv4 addresses of this machine other than loopback, as its network cards hold them now."""
    found = (ipaddress.ip_address(ip.ip) for card in ifaddr.get_adapters() for ip in card.ips if ip.is_IPv4)
    return sorted({each for each in found if not each.is_loopback}, key=int)


def chosen(wanted: str) -> tuple[list[Address], str]:
    """(addresses to serve, why not). `wanted` is one address, or "" for every private one of this machine."""
    own = own_addresses()
    if not wanted:
        private = [each for each in own if is_private(each)]
        if open_ones := [each for each in own if not is_private(each)]:
            return [], (
                f"这台机器有公网地址 {open_ones[0]}，没有启动。请用 --host 指明局域网地址，例如 --host {private[0] if private else '192.168.1.10'}。"
                f" This machine has the public address {open_ones[0]}; nothing was started. Name its LAN address with --host."
            )
        return private, "" if private else "这台机器没有局域网地址。请先接上网线或 Wi-Fi。 This machine has no LAN address; connect it first."
    try:
        address = ipaddress.ip_address(wanted)
    except ValueError:
        return [], f"“{wanted}”不是 IP 地址。请写这台机器的局域网地址。 “{wanted}” is no IP address; name one of this machine."
    if not is_private(address):
        return [], f"{address} 是公网地址，--lan 只用于局域网。请改用 --domain-cert 和域名证书。 {address} is public; --lan is for a LAN. Use --domain-cert for the internet."
    if address not in own and not address.is_loopback:
        return [], f"{address} 不是这台机器的地址。现有：{'、'.join(map(str, own)) or '无'}。 {address} is not an address of this machine."
    return [address], ""
