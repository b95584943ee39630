"""How often somebody may try, and until when a window of counting lasts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address


@dataclass(frozen=True)
class Limit:
    """So many tries within a window; the window begins with the first try."""

    most: int
    within: timedelta


#: Passwords tried for one account from one network. Who attacks from elsewhere counts elsewhere,
#: so the person whose account it is can still sign in.
ONE_ACCOUNT = Limit(10, timedelta(minutes=15))

#: Passwords tried from one network for all accounts; a whole town hall may share one.
ONE_NETWORK = Limit(100, timedelta(minutes=15))

#: Within which the holds of one network are counted; how many there may be, the server's settings
#: say, because it depends on how many couples share an address.
HOLDS_WITHIN = timedelta(hours=1)

#: Attempts in vain that a network has for each hold that it may take. Who is too late a few times
#: tries again; who asks without pause until a time is free is a program.
IN_VAIN_PER_HOLD = 10


@dataclass(frozen=True)
class Budget:
    """What is counted, and how often it may be."""

    #: Kind and keyed hash of who it is; never the thing itself.
    key: str
    limit: Limit
    #: How many of what was got may live at the same time.
    at_once: int


def network_of(address: str | None) -> str:
    """Return what counts as one client: an IPv4 address, or the /64 that a household gets."""
    try:
        parsed = ip_address((address or "").partition("%")[0])
    except ValueError:
        return "unknown"
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
