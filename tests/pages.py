"""The proof-reader: what must be true of every page, so that no author has to remember it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

#: Text that is not our prose: code, what people typed, names.
NOT_PROSE = {"script", "style", "pre", "code", "kbd", "samp", "textarea", "svg", "template"}
SPOKEN = ("alt", "title", "aria-label", "placeholder")
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def proof_read(html: str, path: str = "/") -> None:
    """Fail with every mistake of the page.

    Raises:
        AssertionError: lists them.
    """
    mistakes = list(find_mistakes(html, path))
    if mistakes:
        raise AssertionError(f"{path} has mistakes:\n- " + "\n- ".join(mistakes))


def find_mistakes(html: str, path: str = "/") -> Iterator[str]:
    """Yield a sentence for each mistake of a page, or of a part of one."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    whole = "<html" in html[:500].lower()
    if whole:
        root = parser.parse(html)
    else:
        root = Element("div")
        root.extend(parser.parseFragment(html))
    for position, code, facts in parser.errors:
        yield f"does not parse at {position}: {code} {facts or ''}".rstrip()
    if whole:
        yield from _check_frame(root, path)
    yield from _check_ids(root)
    yield from _check_forms(root)
    yield from _check_markup(root)
    yield from _check_prose(root)


def text_of(element: Element) -> str:
    """Return the text of an element, spaces collapsed."""
    return " ".join("".join(element.itertext()).split())


def _check_frame(root: Element, path: str) -> Iterator[str]:
    language = path.split("/")[1] if re.match(r"/[a-z]{2}(/|$)", path) else "de"
    if root.get("lang") != language:
        yield f"<html lang> is {root.get('lang')!r}, not {language!r}"
    headings = [text_of(heading) for heading in root.iter("h1")]
    titles = [
        re.sub(r"^(Fehler|Error): ", "", text_of(title)) for title in root.findall("head/title")
    ]
    if len(headings) != 1:
        yield f"has {len(headings)} <h1>, not one: {headings}"
    elif not titles or not titles[0].startswith(headings[0]):
        yield f"<title> {titles} does not begin with the <h1> {headings[0]!r}"
    level = 0
    for heading in (element for element in root.iter() if element.tag in HEADINGS):
        if HEADINGS.index(str(heading.tag)) > level:
            yield f"skips a level of headings before {text_of(heading)!r}"
        level = HEADINGS.index(str(heading.tag)) + 1


def _check_ids(root: Element) -> Iterator[str]:
    ids = Counter(element.get("id") for element in root.iter() if element.get("id") is not None)
    yield from (f"id {name!r} occurs {times} times" for name, times in ids.items() if times > 1)
    for element in root.iter():
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    yield f"{attribute}={name!r} points to nothing"
        target = element.get("href") or ""
        if element.tag == "a" and re.fullmatch(r"#.+", target) and target[1:] not in ids:
            yield f"the link to {target!r} leads to nothing"


def _check_forms(root: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in root.iter("label")}
    wrapped = {id(inner) for label in root.iter("label") for inner in label.iter()}
    for field in (element for element in root.iter() if _is_field(element)):
        named = field.get("aria-label") or field.get("aria-labelledby")
        if not named and field.get("id") not in labelled and id(field) not in wrapped:
            yield f"the field {field.get('name')!r} has no label"
    for form in root.iter("form"):
        if (form.get("method") or "get").lower() == "post" and not any(
            field.get("name") == "csrf_token" and field.get("value") for field in form.iter("input")
        ):
            yield f"the POST form to {form.get('action')!r} has no csrf_token"
    for button in root.iter("button"):
        if not text_of(button) and not button.get("aria-label"):
            yield f"the button {button.get('name') or button.get('class')!r} has no text"


def _is_field(element: Element) -> bool:
    if element.tag == "input":
        return (element.get("type") or "text") not in UNLABELLED
    return element.tag in ("select", "textarea")


def _check_markup(root: Element) -> Iterator[str]:
    for element in root.iter():
        yield from _check_attributes(element)
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"has an inline <{element.tag}>, which the browser will not obey"
        if element.tag == "img" and element.get("alt") is None:
            yield f"the image {element.get('src')!r} has no alt"
        if element.tag == "a" and not (element.get("href") or "").strip():
            yield f"the link {text_of(element)!r} leads nowhere"


def _check_attributes(element: Element) -> Iterator[str]:
    for name, value in element.attrib.items():
        if name == "style":
            yield f"<{element.tag}> has a style attribute, which the browser will not obey"
        if name.startswith("on"):
            yield f"<{element.tag}> has a script in {name}, which the browser will not obey"
        if value == "None":
            yield f"<{element.tag} {name}> is None"


def _check_prose(root: Element) -> Iterator[str]:
    for text in _prose(root):
        if re.search(r"[\"']", text):
            yield f"straight quotes in {text!r}; write „…“ and ’"
        if re.search(r"\w - \w", text):
            yield f"a hyphen as a dash in {text!r}; write –"
        if re.search(r"\bNone\b|\{\{|\}\}|%\(\w+\)", text):
            yield f"something unfilled in {text!r}"


def _prose(element: Element) -> Iterator[str]:
    if element.tag in NOT_PROSE or element.get("translate") == "no":
        return
    texts = [element.text, *(child.tail for child in element)]
    yield from (" ".join(text.split()) for text in texts if text and text.strip())
    yield from (str(element.get(name)) for name in SPOKEN if element.get(name))
    for child in element:
        if isinstance(child.tag, str):
            yield from _prose(child)
