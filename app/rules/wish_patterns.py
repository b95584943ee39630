"""Patterns of what means days, weekdays and hours; the names of the groups say what."""

from __future__ import annotations

from app.rules.wish_words import (
    AMOUNT,
    AT_MOST,
    CHEAPER,
    DAY_ENDING,
    FEASTS,
    GUESTS,
    MONTH,
    MOVABLE_FEASTS,
    NO_UNIT,
    NUMBER,
    ORDINAL,
    PARTS,
    SEASONS,
    WEEKDAY,
    YEAR,
)

_EDGE = (
    r"(?:(?P<edge>anfang|beginn|ende|mitte|early|late|mid|(?:the\s+)?(?:beginning|start|end|middle)"
    r"\s+of|erste\s+hälfte|zweite\s+hälfte)[\s-]+(?:(?:des|im|in|of|vom)\s+)?)?"
)
_NEXT = r"nächste[nrsm]?|naechste[nrsm]?|kommende[nrsm]?|next|coming"
_THIS = r"diese[nrsm]?|this|current"
_YEAR_EDGE = (
    r"(?P<edge_of_year>anfang|beginn|mitte|ende|early|mid|late|(?:the\s+)?(?:beginning|start|middle|end)"
    r"\s+of)[\s-]+(?:(?:des|im|in|of|vom)\s+)?(?:jahre?s?\s+)?"
)
_NTH = (
    r"(?P<nth>(?:erste|zweite|dritte|vierte|letzte)[nrsm]?|first|second|third|fourth|last"
    r"|[1-4](?:\.|st|nd|rd|th))"
)
#: What means days.
SPANS = (
    rf"{_NTH}\s+(?:(?P<nth_day>{WEEKDAY})(?:s|e|en)?|(?P<nth_weekend>wochenende|weekend))\s+"
    rf"(?:(?:im|in|of|des|vom|the)\s+)*(?P<nth_month>{MONTH})\.?{YEAR}",
    rf"{_YEAR_EDGE}(?:(?P<whole_year>2\d{{3}})(?![\d.])|(?P<next_year>(?:{_NEXT})\s+(?:jahre?s?|year)))",
    r"(?:kw|kalenderwoche|(?:calendar\s+)?week|woche)\s*(?P<week>\d{1,2})(?!\d)(?:\s*/?\s*(?P<year>\d{4}))?",
    rf"in\s+(?P<ahead>{NUMBER})\s+(?:(?P<months>monat(?:en)?|months?)|(?:wochen?|weeks?))(?![a-zäöüß])",
    r"(?P<y>\d{4,})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)",
    rf"(?P<d>\d{{1,2}}){ORDINAL}\s*(?:-|–|bis|und|to|and|until)\s*(?:zum\s+|the\s+)?"
    rf"(?P<d2>\d{{1,2}}){ORDINAL}\s*(?:of\s+)?(?P<month>{MONTH})\.?{YEAR}",
    rf"(?P<d>\d{{1,2}}){ORDINAL}\s*(?:of\s+)?(?P<month>{MONTH})\.?{YEAR}",
    r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?:\s?(?P<y>\d{4}|\d{2})(?!\d))?",
    r"(?P<d>\d{1,2})(?P<sign>[/-])(?P<m>\d{1,2})(?P=sign)(?P<y>\d{4}|\d{2})(?!\d)",
    r"(?P<y>\d{4,})-(?P<m>\d{1,2})(?!\d)",
    r"(?P<m>\d{1,2})[./](?P<y>\d{4,})",
    r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})(?![\d.,])",
    rf"{_EDGE}(?P<month>(?:january|february|march|june|july|october|december|{MONTH}))"
    r"\s+(?P<d>\d{1,2})(?:st|nd|rd|th)(?![a-z])(?:,?\s+(?P<year>\d{4,}))?",
    r"(?P<month>january|february|march|june|july|october|december)\s+(?P<d>\d{1,2})"
    r"(?![\d.:]|\s*[a-z€])(?:,?\s+(?P<year>\d{4,}))?",
    rf"{_EDGE}(?P<month>{MONTH})\.?{YEAR}",
    *(
        rf"{_EDGE}(?:(?:{_NEXT}|{_THIS})\s+)?(?P<season{month}>{words})(?![a-zäöüß]){YEAR}"
        for month, words in SEASONS.items()
    ),
    *(
        rf"(?P<feast{month:02}{day:02}>{words})(?![a-zäöüß]){YEAR}"
        for (month, day), words in FEASTS.items()
    ),
    *(rf"(?P<feast_{name}>{words})(?![a-zäöüß]){YEAR}" for name, words in MOVABLE_FEASTS.items()),
    rf"(?P<next_month>(?:{_NEXT})\s+(?:monats?|month))\b",
    rf"(?P<this_month>(?:{_THIS})\s+(?:monats?|month))\b",
    rf"(?P<next_week>(?:{_NEXT})\s+(?:woche|week))\b",
    rf"(?P<next_year>(?:{_NEXT})\s+(?:jahre?s?|year))\b",
    rf"(?P<this_year>(?:{_THIS})\s+(?:jahre?s?|year))\b",
    r"(?P<after_tomorrow>übermorgen|(?:the\s+)?day\s+after\s+tomorrow)\b",
    r"(?P<tomorrow>morgen|tomorrow)\b",
    r"(?P<today>heute|today)\b",
    r"(?:im\s+jahre?\s+)?(?P<whole_year>2\d{3})(?![\d.])",
)
_PART = "|".join(PARTS.values()) + "|morgen|früh"
_DAYS = rf"{WEEKDAY}{DAY_ENDING}"
#: What means weekdays.
WEEKDAYS = (
    r"(?P<no>nicht|keine?n?|außer|ausser|not|no|except)\s+(?:(?:am|an|on|einen?)\s+)?"
    rf"(?P<day>{_DAYS})(?![a-zäöüß])",
    rf"(?P<day>{_DAYS})\s*(?:-|–|bis|to|through)\s*(?P<day2>{_DAYS})(?![a-zäöüß])",
    rf"(?P<day>{_DAYS})(?:\s*-?\s*(?P<part>{_PART}))?(?![a-zäöüß])",
    r"(?:(?P<no>nicht|außer|ausser|not|except)\s+)?"
    r"(?P<weekend>(?:an?m?\s+)?wochenenden?|(?:(?:at|on)\s+(?:the\s+)?)?weekends?)(?![a-zäöüß])",
    r"(?P<midweek>unter\s+der\s+woche|(?:an\s+)?werktagen?|werktags|wochentags|weekdays?"
    r"|during\s+the\s+week|midweek)(?![a-zäöüß])",
)
_CLOCK = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?"
_BOUND = r"(?:(?P<before>vor|bis|before|until|till)|ab|nach|um|gegen|after|from|at|around|past)"
#: What means an hour.
CLOCKS = (
    r"(?:(?:zwischen|von|between|from)\s+)?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?:uhr)?"
    r"\s*(?:-|–|und|bis|and|to|until)\s*(?P<hour2>\d{1,2})(?:[:.](?P<minute2>\d{2}))?"
    r"\s*(?:uhr|o[’']?clock|h|(?P<half>am|pm|a\.m\.|p\.m\.))(?![a-z])",
    rf"(?:{_BOUND}\s+)?halb\s+(?P<half_to>{NUMBER})(?:\s+uhr)?(?![a-z])",
    rf"(?:{_BOUND}\s+)?{_CLOCK}\s*(?:uhr|o[’']?clock|h)(?![a-z])",
    rf"(?:{_BOUND}\s+)?{_CLOCK}\s*(?P<half>am|pm|a\.m\.|p\.m\.)(?![a-z])",
    rf"(?:{_BOUND}\s+)?(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?!\d)",
    r"(?P<before>vor|before)\s+(?P<noon>mittag|noon)",
)
_CENTS = r"(?:[,.](?P<cents>\d{1,2}))?"
#: What says how much everything may cost: with a unit, with a word for money, or bare.
FEES = (
    rf"(?:(?:(?:für|for)\s+)?(?:{CHEAPER}|{AT_MOST}|für|for)\s+)?"
    rf"(?:(?P<euros>{AMOUNT}){_CENTS}\s*(?:€(?:uro)?|euros?\b|eur\b)|€\s*(?P<euros_behind>{AMOUNT}))"
    r"(?:\s+(?:oder|or)\s+(?:weniger|günstiger|less|cheaper))?",
    rf"{CHEAPER}\s*(?P<euros>{AMOUNT}){_CENTS}{NO_UNIT}(?!\s*{GUESTS})",
    rf"{AT_MOST}\s+(?P<euros>{AMOUNT}){_CENTS}\s+(?:kosten|kostet|cost|costing)(?![a-zäöüß])",
    # Only where nothing follows that could be its unit. From 2000 on it is a year.
    r"(?:unter|under|below|weniger\s+als|less\s+than)\s+"
    rf"(?P<bare>[1-9]\d\d|1\.?\d{{3}}){_CENTS}"
    r"(?=\s*(?:$|[,;!?.)](?!\d))|\s+(?:im|in|am|an|on|ab|(?:für|for|mit|with)\s+\d+)\b)",
)
