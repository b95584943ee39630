"""Every page of the product in the states in which people meet it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """One page as one person sees it; ``{…}`` are the facts of the town."""

    endpoint: str
    path: str
    who: str = "guest"
    status: int = 200
    #: What is done on the page at the path, in JavaScript, to come to the one looked at.
    act: str = ""
    #: What is opened on it, in JavaScript; what is folded is unfolded anyway.
    show: str = ""
    #: How many times one network may take.
    holds: int = 1000

    def __str__(self) -> str:
        done = " +" if self.act or self.show else ""
        return f"{self.endpoint} {self.path}{done} as {self.who}"


def fill_in(text: str, facts: Mapping[str, str]) -> str:
    """Put the facts of the town where a look names them."""
    for name, value in facts.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def send(form: str = "main form[method=post]", *, to: str = "", **typed: str) -> str:
    """Fill in a form and send it, past what the browser itself would check; elsewhere if asked."""
    return f"""
      const form = document.querySelector({json.dumps(form)});
      for (const [name, value] of Object.entries({json.dumps(typed)})) {{
        const field = form.elements[name] || form.appendChild(
          Object.assign(document.createElement("input"), {{type: "hidden", name}}));
        field.value = value;
      }}
      form.action = {json.dumps(to)} || form.action;
      HTMLFormElement.prototype.submit.call(form);
    """


def click(selector: str) -> str:
    """Click the first that fits."""
    return f"document.querySelector({json.dumps(selector)}).click();"


#: Answers GET, but not with a page of ours.
NO_PAGE = {
    "assets.source": "files",
    "demo.mail_html": "a mail, looked at in test_mails_accessible",
    "couples.day_opening": "a calendar",
    "couples.month_opening": "a calendar",
    "couples.nearest_date": "leads on",
    "operators.times_this_month": "leads on",
    "feeds.registrar": "a calendar",
    "pages.front_door": "leads on",
    "registry.day_list_pdf": "a file",
    "registry.person_sheet_pdf": "a file",
    "registry.roster": "leads on",
    "registry.shortage": "leads on",
    "pages.health": "one word for machines",
}

OPEN_MENUS = "document.querySelectorAll('details.menu').forEach((one) => { one.open = true; });"
EMPTY_COUPLE = dict.fromkeys(
    ("person1_given", "person1_family", "person2_given", "person2_family"), ""
)
PICKY = "tag=fr,sa&zeit=vormittag&gaeste=20&stufenlos=1&lage=innen&bis=250"
STEP = "/de/reservieren/{holder}"

LOOKING = (
    Look("couples.start", "/de/"),
    Look("couples.start", "/en/"),
    Look("couples.start", "/de/", "holder"),
    Look("couples.start", "/de/", show=OPEN_MENUS),
    Look("couples.month", "/de/termine/2027-06"),
    Look("couples.month", "/en/termine/2027-06"),
    Look("couples.month", "/de/termine/2027-06", "holder"),
    Look("couples.month", f"/de/termine/2027-06?{PICKY}"),
    Look("couples.month", "/de/termine/2027-07?tag=sa&ort=schloss-beck,malakoffturm"),
    Look("couples.month", "/de/termine/2027-06?gaeste=900"),
    Look("couples.month", "/de/termine/2027-06?tag=xx&gaeste=viele&bis=-1"),
    Look("couples.month", "/de/termine/2028-03"),
    Look("couples.day", "/de/termine/2027-06-19"),
    Look("couples.day", "/en/termine/2027-06-19"),
    Look("couples.day", "/de/termine/2027-06-12"),
    Look("couples.day", "/de/termine/2027-06-19?gaeste=900"),
    Look("couples.day", "/de/termine/2028-03-25"),
    Look("couples.day", "/de/termine/{held_day}", "quicker"),
    Look("couples.dates", "/de/termine?ansicht=liste"),
    Look("couples.dates", "/en/termine?ansicht=liste&tag=sa&seite=2"),
    Look("couples.dates", "/de/termine?ansicht=liste&gaeste=900"),
    Look(
        "couples.hold",
        "/de/termine/2027-06-19",
        status=429,
        act=send("main form[action$='/halten']"),
        holds=0,
    ),
    Look("couples.venues", "/de/orte"),
    Look("couples.venues", f"/de/orte?{PICKY}"),
    Look("couples.venues", "/en/orte?gaeste=900"),
    Look("couples.comparison", "/de/orte/vergleich"),
    Look("couples.comparison", "/de/orte/vergleich?ort=rathaus,alte-muehle,schloss-beck&gaeste=20"),
    Look("couples.comparison", "/en/orte/vergleich?ort=rathaus,turm,waschkaue&unterschiede=1"),
    Look("couples.venue", "/de/orte/schloss-beck"),
    Look("couples.venue", "/en/orte/forsthaus-specht"),
    Look("couples.venue", "/de/orte/schloss-beck?am={kept_day}"),
    Look("couples.venue", "/de/orte/neues-haus"),
    Look("couples.favourites", "/de/merkliste"),
    Look("couples.favourites", "/de/merkliste", "keeper"),
    Look("couples.favourites", "/en/merkliste", "keeper"),
    Look("couples.shared_favourites", "/de/merkliste/{shared}"),
    Look("couples.day", "/de/termine/{kept_day}", "keeper"),
    Look("couples.find_reservation", "/de/reservierung-finden"),
    Look("couples.find_reservation", "/de/reservierung-finden", "approved"),
    Look("couples.find_reservation", "/de/reservierung-finden?gesendet=1"),
    Look("couples.find_reservation", "/de/reservierung-finden", status=422, act=send()),
    Look("pages.imprint", "/de/impressum"),
    Look("pages.privacy", "/de/datenschutz"),
    Look("pages.accessibility", "/en/barrierefreiheit"),
)

RESERVING = (
    Look("couples.couple", f"{STEP}/sie-beide", "holder"),
    Look("couples.couple", f"{STEP}/sie-beide", "holder", 422, send("form.form", **EMPTY_COUPLE)),
    Look("couples.contact", f"{STEP}/kontakt", "holder"),
    Look("couples.contact", f"{STEP}/kontakt", "holder", 422, send("form.form", email="a@b,c@d")),
    Look("couples.ceremony", f"{STEP}/trauung", "holder"),
    Look("couples.ceremony", f"{STEP}/trauung", "holder", 422, send("form.form", guests="")),
    Look("couples.ceremony", f"{STEP}/trauung", "holder", 422, send("form.form", guests="59")),
    Look("couples.check", f"{STEP}/pruefen", "holder"),
    Look(
        "couples.couple",
        f"{STEP}/sie-beide",
        "holder",
        show="document.querySelector('[data-hold-dialog]').showModal();",
    ),
    Look("couples.check", "/en/reservieren/{holder}/pruefen", "holder"),
    Look("couples.check", "/de/reservieren/{twice}/pruefen", "twice", 409, send("main form.form")),
    Look("couples.hold_status", "/de/reservieren/{late}", "late"),
    Look("couples.hold_status", "/de/reservieren/{too late}", "too late"),
    Look("couples.hold", "/de/reservieren/{late}", "late", 409, send("main form", slot="{taken}")),
    Look("couples.reservation", "/de/r/{requested}", "requested"),
    Look("couples.reservation", "/de/r/{requested}?neu=1", "requested"),
    Look("couples.reservation", "/de/r/{reserved}", "reserved"),
    Look("couples.reservation", "/de/r/{approved}", "approved"),
    Look("couples.reservation", "/en/r/{approved}", "approved"),
    Look("couples.reservation", "/de/r/{approved}"),
    Look("couples.reservation", "/de/r/{registered}", "registered"),
    Look("couples.reservation", "/de/r/{firm}", "firm"),
    Look("couples.reservation", "/de/r/{married}", "married"),
    Look("couples.reservation", "/de/r/{declined}", "declined"),
    Look("couples.reservation", "/de/r/{cancelled}", "cancelled"),
    Look("couples.reservation", "/de/r/{lapsed}", "lapsed"),
    Look("couples.cancel", "/de/r/{approved}/absagen", "approved"),
    Look("couples.confirm", "/de/r/{confirm}/bestaetigen"),
    Look("couples.confirm", "/de/r/nichts/bestaetigen", status=404),
    Look("couples.access", "/de/r/{access}/zugang"),
    Look("couples.access", "/de/r/nichts/zugang", status=404),
)

ACCOUNTS = (
    Look("accounts.sign_in", "/anmelden"),
    Look("accounts.sign_in", "/anmelden", status=422, act=send()),
    Look(
        "accounts.sign_in",
        "/anmelden",
        status=409,
        act=send(email="amt@example.org", password="geraten-und-falsch"),
    ),
    Look("accounts.accept_invitation", "/einladung/{invitation}"),
    Look("accounts.accept_invitation", "/einladung/{invitation}", status=422, act=send()),
    Look("accounts.accept_invitation", "/einladung/nichts", status=410),
    Look("accounts.own_account", "/konto", "staff"),
    Look("accounts.own_account", "/konto", "operator"),
    Look("accounts.change_password", "/konto/passwort", "staff"),
    Look("accounts.change_password", "/konto/passwort", "staff", 422, send("form.form")),
)

HOUSE = "/betrieb/orte/schloss-beck"
OPERATORS = (
    Look("operators.dashboard", "/betrieb/", "operator"),
    Look("operators.dashboard", "/betrieb/", "newcomer"),
    Look("operators.dashboard", "/betrieb/", "two houses"),
    Look("operators.venue", HOUSE, "two houses"),
    Look("operators.times", "/betrieb/termine", "two houses"),
    Look("operators.series", "/betrieb/serien", "two houses"),
    Look("operators.closures", "/betrieb/sperrzeiten", "two houses"),
    Look("operators.times_month", f"{HOUSE}/2027-06", "operator"),
    Look("operators.times_month", f"{HOUSE}/2035-06", "operator"),
    Look("operators.times_day", f"{HOUSE}/{{day}}", "operator"),
    Look("operators.times_day", f"{HOUSE}/2027-01-01", "operator"),
    Look(
        "operators.times_day_create",
        f"{HOUSE}/{{day}}",
        "operator",
        422,
        send("main form[action$='{day}']"),
    ),
    Look(
        "operators.withdraw",
        f"{HOUSE}/{{day}}",
        "operator",
        act="document.querySelectorAll('[name=slot]').forEach((box) => { box.checked = true; });"
        + click("button[formaction]"),
    ),
    Look("operators.drafts", f"{HOUSE}/entwuerfe", "operator"),
    Look("operators.drafts", "/betrieb/orte/neues-haus/entwuerfe", "newcomer"),
    Look("operators.series_of_venue", f"{HOUSE}/serien", "operator"),
    Look("operators.series_of_venue", "/betrieb/orte/neues-haus/serien", "newcomer"),
    Look("operators.series_show", f"{HOUSE}/serien/{{series}}", "operator"),
    Look("operators.series_new", f"{HOUSE}/serien/neu", "operator"),
    Look("operators.series_new", f"{HOUSE}/serien/neu?muster=samstage", "operator"),
    Look(
        "operators.series_create",
        f"{HOUSE}/serien/neu",
        "operator",
        422,
        send("form.series-editor"),
    ),
    Look(
        "operators.series_create",
        f"{HOUSE}/serien/neu?muster=samstage",
        "operator",
        409,
        send("form.series-editor", from_day="2027-06-07", until_day="2027-06-08"),
    ),
    Look("operators.closures_of_venue", f"{HOUSE}/sperrzeiten", "operator"),
    Look("operators.closures_of_venue", "/betrieb/orte/neues-haus/sperrzeiten", "newcomer"),
    Look("operators.closures_new", f"{HOUSE}/sperrzeiten/neu", "operator"),
    Look(
        "operators.closures_create",
        f"{HOUSE}/sperrzeiten/neu",
        "operator",
        422,
        send("main form", reason=""),
    ),
    Look(
        "operators.closures_create",
        f"{HOUSE}/sperrzeiten/neu",
        "operator",
        act=send("main form", first_day="2027-05-01", last_day="2027-08-31", reason="Umbau"),
    ),
    Look("operators.closures_lift", f"{HOUSE}/sperrzeiten/{{closure}}/aufheben", "operator"),
)

CASE = "/amt/reservierungen"
OFFICE = (
    Look("registry.today", "/amt/", "staff"),
    Look("registry.today", "/amt/", "staff", show=OPEN_MENUS),
    Look("registry.releases", "/amt/freigaben", "staff"),
    Look(
        "registry.releases_return",
        "/amt/freigaben",
        "staff",
        act=click("a[href*='zurueckgeben']"),
    ),
    Look("registry.releases_result", "/amt/freigaben", "staff", act=send()),
    Look("registry.reservations", CASE, "staff"),
    Look("registry.reservation", f"{CASE}/{{requested number}}", "staff"),
    Look("registry.reservation", f"{CASE}/{{reserved number}}", "staff"),
    Look("registry.reservation", f"{CASE}/{{approved number}}", "staff"),
    Look("registry.reservation", f"{CASE}/{{registered number}}", "staff"),
    Look("registry.reservation", f"{CASE}/{{firm number}}", "staff"),
    Look("registry.reservation", f"{CASE}/{{married number}}", "staff"),
    Look("registry.reservation", f"{CASE}/{{declined number}}", "staff"),
    Look("registry.reservation", f"{CASE}/{{cancelled number}}", "staff"),
    Look("registry.reservation", f"{CASE}/{{lapsed number}}", "staff"),
    Look(
        "registry.reservation_approve",
        f"{CASE}/{{reserved number}}",
        "staff",
        409,
        send("main form[method=post]", to=f"{CASE}/{{cancelled number}}/zusagen"),
    ),
    Look("registry.reservation_decline", f"{CASE}/{{reserved number}}/ablehnen", "staff"),
    Look(
        "registry.reservation_decline",
        f"{CASE}/{{reserved number}}/ablehnen",
        "staff",
        422,
        send("main form[method=post]"),
    ),
    Look("registry.reservation_cancel", f"{CASE}/{{approved number}}/absagen", "staff"),
    Look(
        "registry.reservation_cancel",
        f"{CASE}/{{approved number}}/absagen",
        "staff",
        422,
        send("main form[method=post]"),
    ),
    Look("registry.reservation_language", f"{CASE}/{{approved number}}/sprache", "staff"),
    Look("registry.reservation_move", f"{CASE}/{{approved number}}/verlegen", "staff"),
    Look("registry.reservation_move", f"{CASE}/{{firm number}}/verlegen?wann=Juni", "staff"),
    Look(
        "registry.reservation_move",
        f"{CASE}/{{approved number}}/verlegen?wann=Blaukraut",
        "staff",
        422,
    ),
    Look(
        "registry.reservation_move_check",
        f"{CASE}/{{approved number}}/verlegen?wann=Juni",
        "staff",
        act=click(".offers-day .links a"),
    ),
    Look(
        "registry.reservation_move_check",
        f"{CASE}/{{approved number}}/verlegen/{{taken}}",
        "staff",
    ),
    Look("registry.telephone", "/amt/telefon", "staff"),
    Look("registry.telephone", "/amt/telefon?wann=Juni&gaeste=20&stufenlos=y", "staff"),
    Look("registry.telephone", "/amt/telefon?wann=Blaukraut", "staff", 422),
    Look(
        "registry.telephone",
        "/amt/telefon?wann=Juni",
        "staff",
        422,
        send("main form[method=post]"),
    ),
    Look("registry.telephone_done", "/amt/telefon/{approved number}", "staff"),
    Look("registry.day_list", "/amt/tag", "staff"),
    Look("registry.day_list", "/amt/tag/{approved day}", "staff"),
    Look("registry.roster_day", "/amt/einsatz/{approved day}", "staff"),
    Look("registry.roster_day", "/amt/einsatz/{approved day}?ansicht=liste", "staff"),
    Look("registry.roster_day", "/amt/einsatz/{approved day}?trauung={approved number}", "head"),
    Look("registry.roster_day", "/amt/einsatz/{approved day}?vorschlag=1", "staff"),
    Look("registry.roster_day", "/amt/einsatz/2027-01-01", "staff"),
    Look("registry.disruption", "/amt/stoerung/{approved day}", "staff"),
    Look("registry.disruption_phones", "/amt/stoerung/{approved day}/telefonliste", "staff"),
    Look("registry.day_list", "/amt/tag/{disturbed day}", "staff"),
    Look("registry.roster_day", "/amt/einsatz/{disturbed day}", "staff"),
    Look("registry.roster_day", "/amt/einsatz/{disturbed day}?ansicht=liste", "staff"),
    Look("registry.roster_day", "/amt/einsatz/{disturbed day}?vorschlag=1", "staff"),
    Look("registry.disruption", "/amt/stoerung/{disturbed day}", "staff"),
    Look("registry.disruption_phones", "/amt/stoerung/{disturbed day}/telefonliste", "staff"),
    Look(
        "registry.roster_announce",
        "/amt/einsatz/{disturbed day}",
        "staff",
        409,
        "document.querySelector('[name=aenderung]').remove();" + send(".roster-news"),
    ),
    Look(
        "registry.roster_assign",
        "/amt/einsatz/{approved day}?trauung={approved number}",
        "staff",
        409,
        send("form.assign__form", person="1", fest="1", bisher="4711"),
    ),
    Look("registry.person_sheet", "/amt/tag/{approved day}/person/1", "staff"),
    Look("registry.roster_feed", "/amt/einsatz/kalender/1", "staff"),
    Look("registry.roster_feed_open", "/amt/einsatz/kalender/2", "staff", act=send()),
    Look("registry.shortage_month", "/amt/engpass/2027-06", "staff"),
    Look("registry.shortage_month", "/amt/engpass/2035-06", "staff"),
    Look("registry.roster_week", "/amt/einsatz/2027-W23", "staff"),
    Look("registry.closures", "/amt/sperrzeiten", "head"),
    Look("registry.closures", "/amt/sperrzeiten", "head", 422, send("main form.form")),
    Look(
        "registry.closures",
        "/amt/sperrzeiten",
        "head",
        act=send(
            "main form.form",
            first_day="2027-06-12",
            last_day="2027-06-12",
            reason="Umzug",
            schritt="pruefen",
        ),
    ),
    Look("registry.outbox", "/amt/postausgang", "staff"),
    Look("registry.settings", "/amt/einstellungen", "head"),
    Look(
        "registry.settings",
        "/amt/einstellungen",
        "head",
        422,
        send("main form[method=post]", lead_days="-1"),
    ),
    Look("registry.accounts", "/amt/personen", "head"),
    Look("registry.account", "/amt/personen/{staff}", "head"),
    Look("registry.account", "/amt/personen/{invited}", "head"),
    Look("registry.invite", "/amt/personen/neu", "head"),
    Look("registry.invite", "/amt/personen/neu", "head", 422, send("main form[method=post]")),
    Look("registry.components", "/amt/hilfe/bausteine", "staff"),
)

DUTY = "/amt/dienste"
PERSON = f"{DUTY}/personen/{{registrar}}"
DUTIES = (
    Look("registry.duties", DUTY, "staff"),
    Look("registry.duties", f"{DUTY}/woche/{{approved day}}", "staff"),
    Look("registry.duties_month", f"{DUTY}/monat/2027-05", "staff"),
    Look("registry.duties_people", f"{DUTY}/personen", "staff"),
    Look("registry.duties_person_new", f"{DUTY}/personen/neu", "staff"),
    Look("registry.duties_person_new", f"{DUTY}/personen/neu", "staff", 422, send("form.form")),
    Look("registry.duties_person", PERSON, "staff"),
    Look("registry.duties_person_edit", f"{PERSON}/bearbeiten", "staff"),
    Look("registry.duties_pattern_new", f"{PERSON}/muster-neu", "staff"),
    Look(
        "registry.duties_pattern_new",
        f"{PERSON}/muster-neu",
        "staff",
        409,
        send("form.form", begins="20:00", ends="2:00"),
    ),
    Look("registry.duties_pattern", f"{DUTY}/muster/{{pattern}}", "staff"),
    Look("registry.duties_day", f"{PERSON}/tag/2027-06-12", "staff"),
    Look(
        "registry.duties_day",
        f"{PERSON}/tag/2027-06-12",
        "staff",
        409,
        send("form.form", how="anders", begins_0="9:00", ends_0="8:00"),
    ),
    Look("registry.duties_swap", f"{DUTY}/tauschen", "staff"),
    Look("registry.duties_swap", f"{DUTY}/tauschen", "staff", 409, send("form.form")),
    Look("registry.duties_absences", f"{DUTY}/abwesenheiten", "staff"),
    Look("registry.duties_absence_new", f"{DUTY}/abwesenheiten/neu", "staff"),
    Look(
        "registry.duties_absence_new",
        f"{DUTY}/abwesenheiten/neu",
        "staff",
        422,
        send("form.form", first_day=""),
    ),
    Look("registry.duties_places", f"{DUTY}/orte", "staff"),
    Look("registry.duties_place_new", f"{DUTY}/orte/neu", "staff"),
    Look("registry.duties_place", f"{DUTY}/orte/{{place}}", "staff"),
    Look("registry.duties_place_ways", f"{DUTY}/orte/{{place}}/wege", "staff"),
    Look("registry.duties_ways", f"{DUTY}/wege", "staff"),
    Look("registry.duties_coverage", f"{DUTY}/zugesichert", "staff"),
    Look(
        "registry.duties_coverage",
        f"{DUTY}/zugesichert",
        "staff",
        act=send("form.form", schritt="pruefen", saturday="2027-12-31"),
    ),
)

OTHERS = (
    Look("demo.mailbox", "/demo/postfach"),
    Look("demo.mail", "/demo/postfach/{mail}"),
    *(
        Look("broken", f"/de/kaputt/{code}", status=code)
        for code in (400, 403, 404, 409, 410, 413, 429, 500, 503)
    ),
    Look("broken", "/en/kaputt/503", status=503),
    Look("", "/de/gibt-es-nicht", status=404),
    Look("", "/amt/gibt-es-nicht", "staff", 404),
    Look("", "/betrieb/gibt-es-nicht", "operator", 404),
    Look("registry.settings", "/amt/einstellungen", "operator", 403),
    Look(
        "couples.find_reservation",
        "/de/reservierung-finden",
        status=400,
        act=send(csrf_token="alt"),
    ),
    Look(
        "couples.find_reservation",
        "/de/reservierung-finden",
        status=413,
        act=send(wanted="x" * 300_000),
    ),
)

LOOKS = (*LOOKING, *RESERVING, *ACCOUNTS, *OPERATORS, *OFFICE, *DUTIES, *OTHERS)
