from __future__ import annotations

import pytest

from app.rules.slots import Obstacle
from app.web.obstacles import obstacle_sentence


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_obstacle_has_a_sentence_of_its_own(app, language):
    with app.test_request_context(f"/{language}/"):
        app.preprocess_request()
        sentences = [obstacle_sentence(obstacle.value) for obstacle in Obstacle]
    assert len(set(sentences)) == len(Obstacle)
    assert all(sentence.endswith(".") for sentence in sentences)


def test_an_obstacle_that_nobody_knows_is_an_error(app):
    with app.test_request_context("/de/"), pytest.raises(KeyError):
        obstacle_sentence("weather")
