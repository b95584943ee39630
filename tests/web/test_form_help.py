from wtforms import FieldList, Form, FormField, StringField
from wtforms.validators import InputRequired

from app.web.form_help import Problem, control_attributes, first_error, list_problems


class Person(Form):
    name = StringField(validators=[InputRequired("Der Name fehlt.")])


class Couple(Form):
    email = StringField(validators=[InputRequired("Die E-Mail-Adresse fehlt.")])
    phone = StringField()
    first = FormField(Person)
    others = FieldList(FormField(Person), min_entries=1)


def test_problems_come_in_the_order_of_the_page_and_lead_to_their_fields():
    form = Couple()
    form.validate()
    form.form_errors.append("Diese Zeit ist vergeben.")
    assert list_problems(form) == [
        Problem("Diese Zeit ist vergeben."),
        Problem("Die E-Mail-Adresse fehlt.", "email"),
        Problem("Der Name fehlt.", "first-name"),
        Problem("Der Name fehlt.", "others-0-name"),
    ]


def test_no_form_and_no_mistake_are_no_problem():
    assert list_problems(None) == []
    assert list_problems(Couple(data={"email": "x"})) == []


def test_the_sentence_at_the_field_is_the_first():
    form = Couple()
    form.validate()
    assert first_error(form.email) == "Die E-Mail-Adresse fehlt."
    assert first_error(form.phone) is None


def test_attributes_without_a_value_are_not_written():
    assert control_attributes(
        [None, "a-hint", ""], False, {"auto_complete": None, "disabled": False, "autofocus": True}
    ) == {"aria-describedby": "a-hint", "autofocus": ""}
    assert control_attributes([], True, {"min": 0}) == {"min": 0, "aria-invalid": "true"}
