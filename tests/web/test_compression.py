import gzip

from app.web.compression import MOST_PADDING, pack
from tests.factories import make_slot

MONTH = "/de/termine/2027-06"
ZIPPED = {"Accept-Encoding": "gzip, br"}


def test_a_page_for_everybody_is_sent_compressed(client, session):
    make_slot(session)
    plain = client.get(MONTH)
    client.proof_reads = False
    packed = client.get(MONTH, headers=ZIPPED)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert {"Accept-Encoding", "Cookie"} <= set(packed.vary)
    assert "Accept-Encoding" in plain.vary
    page = gzip.decompress(packed.data).decode()
    assert page.count("csrf_token") == plain.text.count("csrf_token")
    assert len(packed.data) < len(plain.data) / 3


def test_an_unchanged_page_stays_unchanged(client, session):
    make_slot(session)
    client.proof_reads = False
    tag = client.get(MONTH, headers=ZIPPED).headers["ETag"]
    again = client.get(MONTH, headers={**ZIPPED, "If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_what_is_ones_own_is_never_compressed(couple, session):
    couple.hold(make_slot(session))
    page = couple.client.get(couple.step("sie-beide"), headers=ZIPPED)
    assert page.headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in page.headers


def test_the_length_tells_nothing_about_a_secret():
    lengths = {len(pack(b"the same page " * 500)) for _ in range(200)}
    assert len(lengths) > MOST_PADDING / 4
    assert gzip.decompress(pack(b"page")) == b"page"
