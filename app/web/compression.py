"""Pages that show what everybody may see are sent compressed; what is somebody's own is not.

A page with a secret in it whose length an onlooker can measure tells the secret bit by bit: BREACH.
So pages that must not be kept go out as they are; the others hold nothing but the form's token, and
get a random number of bytes more.
"""

from __future__ import annotations

import secrets
import struct
import zlib

from flask import Flask, Response, request

#: Smaller answers gain nothing.
LEAST = 1400
#: Fast, and most of the gain.
LEVEL = 4
MOST_PADDING = 100
_HEADER = b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x04\xff"


def init_compression(app: Flask) -> None:
    """Compress what may be compressed."""

    @app.after_request
    def compress(response: Response) -> Response:
        if _may_shrink(response):
            response.vary.add("Accept-Encoding")
            if request.accept_encodings.quality("gzip") > 0:
                response.set_data(pack(response.get_data()))
                response.headers["Content-Encoding"] = "gzip"
        return response


def _may_shrink(response: Response) -> bool:
    return (
        response.mimetype == "text/html"
        and response.status_code == 200
        and "Content-Encoding" not in response.headers
        and "no-cache" in response.headers.get("Cache-Control", "")
        and len(response.get_data()) >= LEAST
    )


def pack(page: bytes) -> bytes:
    """Return a page as gzip, with a file name of random length that nobody reads."""
    name = b"a" * secrets.randbelow(MOST_PADDING)
    squeeze = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = squeeze.compress(page) + squeeze.flush()
    return b"".join(
        (_HEADER, name, b"\0", body, struct.pack("<LL", zlib.crc32(page), len(page) & 0xFFFFFFFF))
    )
