from __future__ import annotations

import pytest

from app.rules.announcements import Post, Told, told_of


@pytest.mark.parametrize(
    ("now", "announced", "told"),
    [
        ((1, None), None, Told.NOTHING),
        ((1, 7), None, Told.NOT_YET),
        ((1, 7), (1, 7), Told.TOLD),
        ((1, 8), (1, 7), Told.CHANGED),
        # Nobody is to come any more, and who was told still thinks so.
        ((1, None), (1, 7), Told.CHANGED),
        # The same person at another time.
        ((2, 7), (1, 7), Told.CHANGED),
    ],
)
def test_what_people_know(now, announced, told):
    assert told_of(Post(*now), Post(*announced) if announced else None) is told
