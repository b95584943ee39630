from flask import render_template_string

from app.models import Setting
from app.rules.calendar import berlin_day


def test_templates_know_the_office_of_today(app, session, now):
    today = berlin_day(now)
    session.add(Setting(name="city", value="Bottrop", valid_from=today, set_at=now))
    session.add(Setting(name="office_phone", value="02041 70-30", valid_from=today, set_at=now))
    session.commit()
    with app.test_request_context():
        text = render_template_string("{{ office.city }} {{ office.phone_link }} {{ demo }}")
    assert text == "Bottrop tel:020417030 False"
