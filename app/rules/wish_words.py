"""The words of a wish in one line, German and English: patterns over small letters."""

from __future__ import annotations

from collections.abc import Iterable

MONTHS = (
    ("januar", "jänner", "january"),
    ("februar", "february"),
    ("märz", "maerz", "mrz", "march"),
    ("april",),
    ("mai", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("august",),
    ("september",),
    ("oktober", "october"),
    ("november",),
    ("dezember", "december"),
)
WEEKDAYS = (
    ("montag", "monday"),
    ("dienstag", "tuesday"),
    ("mittwoch", "wednesday"),
    ("donnerstag", "thursday"),
    ("freitag", "friday"),
    ("samstag", "sonnabend", "saturday"),
    ("sonntag", "sunday"),
)
NUMBERS = {
    word: number
    for number, words in {
        1: "ein eine einen one",
        2: "zwei two",
        3: "drei three",
        4: "vier four",
        5: "fünf fuenf five",
        6: "sechs six",
        7: "sieben seven",
        8: "acht eight",
        9: "neun nine",
        10: "zehn ten",
        11: "elf eleven",
        12: "zwölf twelve",
        15: "fünfzehn fifteen",
        20: "zwanzig twenty",
        25: "fünfundzwanzig twenty-five",
        30: "dreißig dreissig thirty",
        40: "vierzig forty",
        50: "fünfzig fuenfzig fifty",
        60: "sechzig sixty",
        70: "siebzig seventy",
        80: "achtzig eighty",
        90: "neunzig ninety",
        100: "hundert einhundert hundred",
    }.items()
    for word in words.split()
}


def names(groups: tuple[tuple[str, ...], ...], shortest: int) -> dict[str, int]:
    """Return which number each name means, shortened to no fewer letters."""
    found: dict[str, int] = {}
    for number, group in enumerate(groups):
        for name in group:
            for length in range(min(shortest, len(name)), len(name) + 1):
                found.setdefault(name[:length], number)
    return found


def one_of(words: Iterable[str]) -> str:
    """Return a pattern of words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


MONTH_NUMBERS = names(MONTHS, 3)
#: German weekdays have two letters on every calendar; English ones three.
WEEKDAY_NUMBERS = {
    name: number
    for name, number in names(tuple((*group, group[0][:2]) for group in WEEKDAYS), 3).items()
    # „die“ and „mit“ are other words.
    if name not in ("die", "mit")
}

MONTH = rf"(?:{one_of(MONTH_NUMBERS)})(?![a-zäöüß])"
#: „so“ and „do“ are weekdays only where they can hardly be anything else; „die“ is none.
_BEHIND_A_DAY = (
    r"\.?\s*(?:$|[,;/&+)–-]|\d{1,2}\.|(?:oder|und|or|and|früh|morgens?|vormittags?|nachmittags?"
    r"|nachm|mittags?|abends?)(?![a-zäöüß]))"
)
NO_DAY = (
    rf"(?!(?:so|do)(?![a-zäöüß])(?!{_BEHIND_A_DAY}|(?<=do)\s+im\b))"
    r"(?!(?:mo|di|mi|do|fr|sa|so)(?:s|e|en)(?![a-zäöüß]))"
)
WEEKDAY = rf"{NO_DAY}(?:{one_of(WEEKDAY_NUMBERS)})"
DAY_ENDING = r"(?:s|e|en)?\.?"
NUMBER = rf"\d{{1,9}}|(?:{one_of(NUMBERS)})(?![a-zäöüß])"
ORDINAL = r"(?:\.|st\b|nd\b|rd\b|th\b)?"
YEAR = r"(?:,?\s*(?:des jahres\s+)?(?P<year>\d{4,}))?"

_EARLY = r"(?:(?:(?:früh|spät)(?:e[nrm]?)?|early|late)\s+(?:(?:am|in\s+the)\s+)?)"
#: Which part of the day a word means.
PARTS = {
    "vormittag": rf"(?:(?:am\s+{_EARLY}?|{_EARLY})morgen"
    rf"|{_EARLY}?(?:vormittag|vorm\.|morgens|morning)s?)",
    "nachmittag": rf"{_EARLY}?(?:nachmittag|nachm\.|afternoon|mittag|lunchtime|midday|noon)s?",
    "abend": rf"{_EARLY}?(?:abend|evening|feierabend)s?",
}
GUESTS = (
    r"(?:gästen?|gaesten?|gast|personen|person|leuten?|guests?|people|persons?|pax|menschen"
    r"|pers\b\.?|ppl|erwachsenen?|adults?|kinder[n]?|kids|children|trauzeug(?:en|innen)|witnesses"
    r"|freunden?|friends|besuchern?|plätzen?|plaetzen?|sitzplätzen?|seats)(?![a-zäöüß])"
)
ABOUT = (
    r"(?:(?:ca\.?|circa|etwa|rund|ungefähr|knapp|about|around|roughly|approx\.?|max\.?|maximal"
    r"|höchstens|mindestens|at least|at most|bis zu|bis|up to|nicht mehr als|no more than|mehr als"
    r"|more than|um die|an die|so|mit|with|für|for|insgesamt|gut)\s+)*"
)
#: „20 Erwachsene und 5 Kinder“ are 25.
WITH_CHILDREN = (
    rf"(?P<guests>{NUMBER})\s*(?:erwachsenen?|adults?)\s*(?:,|und|and|\+|plus|mit|with)?\s*"
    rf"(?P<more>{NUMBER})\s*(?:kind(?:ern?)?|kids?|child(?:ren)?)(?![a-zäöüß])"
)
NO_GUESTS = (
    r"(?:ganz\s+)?(?:ohne\s+(?:gäste|begleitung)|keine\s+gäste|no\s+guests|without\s+guests"
    r"|zu\s+zweit|nur\s+(?:wir\s+(?:beiden?|zwei)|wir|zu\s+zweit)|(?:just|only)\s+(?:the\s+)?"
    r"(?:two\s+of\s+us|us\s+two|us)|nur\s+für\s+uns(?:\s+beide)?)(?![a-zäöüß])"
)
AT_MOST = (
    r"(?:unter|bis\s+zu|bis|maximal|max\.?|höchstens|hoechstens|weniger\s+als|nicht\s+mehr\s+als"
    r"|nicht\s+über|under|below|up\s+to|at\s+most|less\s+than|no\s+more\s+than"
    r"|not\s+more\s+than|maximum)"
)
#: Who says so means money, whether a unit stands behind the number or none.
CHEAPER = (
    r"(?:nicht\s+teurer\s+als|günstiger\s+als|not\s+more\s+expensive\s+than|cheaper\s+than"
    rf"|budget\s*(?:von|of|:|ist|is)?(?:\s*{AT_MOST})?"
    rf"|(?:kosten|kostet|costs?|costing|gebühr(?:en)?|fees?)\s*:?\s*{AT_MOST})"
)
AMOUNT = r"\d{1,3}(?:[.]\d{3})+|\d{1,9}"
#: Behind a number: no more figures, and nothing that it could count.
NO_UNIT = (
    r"(?![\w.,:]*\d|\s*(?:uhr|am\b|pm\b|%|minuten|stunden|minutes|hours|wochen|weeks|tage|days"
    r"|monate|months))"
)
STEP_FREE = (
    r"(?:stufenlos|stufenfrei|barrierefrei|barrierearm|ebenerdig|behindertengerecht"
    r"|(?:rollstuhl|rollator|kinderwagen)(?:gerecht|geeignet|tauglich)?|ohne\s+(?:stufen?|treppen?)"
    r"|(?:mit\s+)?(?:rampe|aufzug|fahrstuhl)|(?:with\s+)?(?:a\s+)?(?:ramp|lift|elevator)"
    r"|step[- ]free|wheelchair(?:[- ](?:accessible|friendly|access|user))?|accessible"
    r"|barrier[- ]free|without\s+(?:steps|stairs)|no\s+(?:steps|stairs))(?:er|e|em|en|es)?"
    r"(?:\s+(?:erreichbar|zugänglich|zugang|access))?(?![a-zäöüß])"
)
OUTDOORS = (
    r"(?:draußen|draussen|(?:im|unter)\s+freiem?n?(?:\s+himmel)?|open[- ]air|outdoors?|outside"
    r"|im\s+garten|in\s+(?:a|the)\s+garden|im\s+grünen|unter\s+bäumen|al fresco)(?![a-zäöüß])"
)
INDOORS = r"(?:drinnen|innen|im\s+saal|im\s+trockenen|unter\s+dach|indoors?|inside)(?![a-zäöüß])"
SOONEST = (
    r"(?:(?:den|der|das|dem|the|am)\s+)?(?:(?:nächst|naechst|frühest|fruehest)(?:möglich)?"
    r"(?:e[rsnm]?)(?:\s+(?:frei|verfügbar|möglich)e?[rsnm]?)*|(?:next|earliest)"
    r"(?:\s+(?:free|available|possible))*|(?:erste[rsnm]?|first)\s+(?:frei|verfügbar|möglich|free"
    r"|available|possible)(?:e?[rsnm]?))(?![a-zäöüß])"
    r"|so\s+(?:bald|früh|schnell)\s+wie\s+möglich|möglichst\s+(?:bald|früh|schnell|zeitnah)"
    r"|baldmöglichst|schnellstmöglich|asap|as\s+soon\s+as\s+possible|(?:soonest|soon|bald)\b"
)
SEASONS = {
    3: r"frühling|fruehling|frühjahr|fruehjahr|spring",
    6: r"(?:hoch|spät)?sommer|summer",
    9: r"herbst|autumn|fall",
    12: r"winter",
}
#: Days that everybody knows by name: month and day.
FEASTS = {
    (2, 14): r"valentinstag|valentine[’']?s?\s+day",
    (12, 6): r"nikolaus(?:tag)?",
    (12, 24): r"heilig(?:abend|er\s+abend)|christmas\s+eve",
    (10, 31): r"halloween",
    (12, 31): r"silvester|new\s+year[’']?s\s+eve",
}

#: Days that everybody knows by name and that are several, or move.
MOVABLE_FEASTS = {
    "easter": r"ostern|osterwochenende|easter(?:\s+weekend)?",
    "whitsun": r"pfingsten|pfingstwochenende|whitsun|pentecost",
    "christmas": r"weihnachten|christmas",
    "between": r"zwischen\s+den\s+jahren|between\s+the\s+years",
}

#: What stands before a day or month, and what it makes of it.
LINK = (
    r"(?:(?P<from>ab|von|vom|from|starting|zwischen|between|frühestens|seit|nicht\s+vor|not\s+before)"
    r"|(?P<after>nach|after)|(?P<to>nicht\s+nach|not\s+after|no\s+later\s+than|bis|until|till|to|through|spätestens|by|-|–|—)|(?P<before>vor|before)"
    r"|(?P<or>und|and|oder|or))(?=[\s\d]|$)|(?P<sign>[,/&+])"
)

#: Words that change nothing.
FILLERS = (
    r"am|im|an|in|der|den|dem|die|das|des|ein|eine|einen|einem|einer|uhr|the|a|an|on|of|at|for|with"
    r"|we|i|you|us|our|is|are|be|it|there|want|would|like|love|need|looking|searching|please|marry"
    r"|married|getting|get|wedding|weddings|ceremony|ceremonies|date|dates|any|some"
    r"|wir|ich|uns|unser|unsere|sie|es|ist|sind|wäre|möchten|möchte|wollen|will|würden|gern|gerne"
    r"|suchen|suche|brauchen|brauche|hätten|bitte|heiraten|hochzeit|trauung|trauungen|trauen"
    r"|termin|termine|trautermin|trautermine|trauort|ort|venue|place|location|standesamtlich"
    r"|für|mit|zu|zum|zur|auf|um|gegen|irgendein|irgendeinen|irgendwann|irgendwo|etwas|noch|auch"
    r"|und|oder|and|or|aber|but|also|frei|freie|freier|freien|freies|free|available|verfügbar"
    r"|möglichst|gut|schön|hallo|hello|hi|danke|thanks|dann|wenn|sollte|sollen|soll|should|muss"
    r"|must|sein|haben|have|liebe|lieber|am\s+liebsten|preferably|ideally|circa|ca|etwa|kostet"
    r"|costing|cost|costs|kosten|gebühr|gebühren|fee|fees|monat|month|jahr|year|tag|day|days|tage"
    r"|jede[nrsm]?|alle[nr]?|every|each|egal|anytime|besten|standesamt|so|do|dass|that|this"
    r"|liebsten|sitzt|maximal|max|höchstens|wenn\s+möglich|if\s+possible|nur|only|just|platz|room|people|erreichbar|all|alles|insgesamt|beim|vom|around|about"
)
