"""Who the client is on the network, as far as throttles and logs need it."""

from __future__ import annotations

import hashlib
import hmac

from flask import Flask, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from app.rules.throttle import network_of


def init_proxies(app: Flask) -> None:
    """Believe as many proxies about the client's address as there are, and nobody else."""
    proxies = app.config["TRUSTED_PROXIES"]
    if proxies:
        # Never their word about the host: links come from BASE_URL.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0, x_port=0, x_prefix=0
        )


def client_network() -> str:
    """Return the network that this request comes from."""
    return network_of(request.remote_addr)


def keyed(kind: str, *parts: str) -> str:
    """Return what a throttle counts: ``kind`` and a fingerprint that only we can make."""
    text = "\n".join(parts).encode("utf-8", "surrogatepass")
    key = str(current_app.config["SECRET_KEY"]).encode()
    return f"{kind}:{hmac.new(key, kind.encode() + b':' + text, hashlib.sha256).hexdigest()}"


def client_fingerprint() -> str:
    """Return a short word for the client's network that only we can make."""
    return keyed("log", client_network())[4:20]
