"""The pieces of Word's format: elements, runs of text, fields, styles, parts; what they tell of people left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from itertools import count
from typing import TYPE_CHECKING, Any

from kiptools.publishing.signs import shown

if TYPE_CHECKING:
    from docx.document import Document

__all__ = [
    "EMU",
    "Field",
    "REFERENCES",
    "after_last",
    "clean_settings",
    "clear",
    "field_end",
    "field_start",
    "fields_of",
    "forget_edits",
    "line_runs",
    "margin_parts",
    "parts_of",
    "set_property",
    "style_ids",
    "style_of",
    "text_area",
    "text_run",
    "text_runs",
    "unwrap",
    "variants",
    "w",
    "x",
]

EMU = 12_700
"""So many of the units in which pictures are measured make a point."""
REFERENCES = ("w:headerReference", "w:footerReference")


def w(tag: str) -> str:
    """The full name of a tag or an attribute."""
    from docx.oxml.ns import qn

    return qn(tag)


def x(tag: str, *inside: Any, **attributes: str) -> Any:
    """An element; its attributes are of the format's main kind."""
    from docx.oxml import OxmlElement

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(w(f"w:{name}"), value)
    made.extend(inside)
    return made


def text_run(text: str, *, strong: bool = False, emphasis: bool = False, style: str = "") -> Any:
    """Some text in one look, whatever it holds."""
    looks = (
        *([x("w:rStyle", val=style)] if style else ()),
        *([x("w:b")] if strong else ()),
        *([x("w:i")] if emphasis else ()),
    )
    words = x("w:t")
    words.text = shown(text)
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return x("w:r", *([x("w:rPr", *looks)] if looks else ()), words)


def text_runs(text: str, *, strong: bool = False) -> tuple[Any, ...]:
    """The same, and nothing of no text."""
    return (text_run(text, strong=strong),) if text else ()


def line_runs(text: str) -> Iterator[Any]:
    """Text whose lines stay as they are."""
    for place, line in enumerate(text.split("\n")):
        if place:
            yield x("w:r", x("w:br"))
        yield text_run(line)


def field_start(code: str) -> tuple[Any, ...]:
    """A field's beginning; what follows until its end is what it shows."""
    told = x("w:instrText")
    told.text = code
    return (
        x("w:r", x("w:fldChar", fldCharType="begin")),
        x("w:r", told),
        x("w:r", x("w:fldChar", fldCharType="separate")),
    )


def field_end() -> Any:
    """What closes a field."""
    return x("w:r", x("w:fldChar", fldCharType="end"))


_ORDER = ("w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:framePr", "w:widowControl", "w:numPr")
"""What is said of a paragraph first, in the order that the format asks for."""


def set_property(paragraph: Any, tag: str, *inside: Any, **attributes: str) -> None:
    """Say something of a paragraph, in its place."""
    about = paragraph.get_or_add_pPr()
    before = {w(name) for name in _ORDER[: _ORDER.index(tag)]}
    place = sum(child.tag in before for child in about)
    about.insert(place, x(tag, *inside, **attributes))


def after_last(holder: Any, new: Any, tag: str) -> None:
    """Put an element behind the last of its kind."""
    kind = holder.findall(w(tag))
    if kind:
        kind[-1].addnext(new)
    else:
        holder.append(new)


def variants(name: str) -> Iterator[str]:
    """A name, and what else could be called so if it is taken."""
    yield name
    for place in count(2):
        yield f"{name[:36]}_{place}"


def unwrap(element: Any) -> None:
    """Leave what is in it where it is."""
    for child in list(element):
        element.addprevious(child)
    element.getparent().remove(element)


@dataclass
class Field:
    """A field as it is read: its code, the signs that make it up, and the texts that it shows."""

    code: str = ""
    signs: list[Any] = dataclass_field(default_factory=list)
    shown: list[Any] = dataclass_field(default_factory=list)
    answered: bool = False

    def dissolve(self) -> None:
        """Leave only what it shows."""
        for sign in self.signs:
            if sign.tag == w("w:fldSimple"):
                unwrap(sign)
            elif sign.getparent() is not None:
                sign.getparent().remove(sign)


def fields_of(root: Any) -> list[Field]:
    """All fields, also those inside of others, those whose code stands in pieces, and those without an end."""
    found = [
        Field(field.get(w("w:instr"), ""), [field], list(field.iter(w("w:t")))) for field in root.iter(w("w:fldSimple"))
    ]
    around: list[Field] = []
    for element in root.iter(w("w:fldChar"), w("w:instrText"), w("w:t")):
        kind = element.get(w("w:fldCharType"), "")
        if kind == "begin":
            around.append(Field())
            found.append(around[-1])
        for field in around:
            if not field.answered or (kind and field is around[-1]):
                field.signs.append(element)
                field.code += (element.text or "") if element.tag == w("w:instrText") else ""
            elif element.tag == w("w:t"):
                field.shown.append(element)
        if kind == "separate" and around:
            around[-1].answered = True
        elif kind == "end" and around:
            around.pop()
    return found


def text_area(made: Document) -> tuple[float, float]:
    """Width and height that the margins leave, in points."""
    page = made.sections[-1]
    sizes = (page.page_width, page.left_margin, page.right_margin, page.gutter)
    width, left, right, gutter = ((size or 0) / EMU for size in sizes)
    heights = (page.page_height, page.top_margin, page.bottom_margin)
    height, top, bottom = (abs(size or 0) / EMU for size in heights)
    return width - left - right - gutter, height - top - bottom


def style_ids(made: Document) -> dict[str, str]:
    """Of each style, by the name that people see, in small letters: what it is called inside of the file."""
    return {
        style.find(w("w:name")).get(w("w:val")).lower(): style.get(w("w:styleId"))
        for style in made.styles.element.iter(w("w:style"))
    }


def style_of(styles: Any, name: str) -> Any:
    """The style that is called so inside of the file."""
    return next(style for style in styles if style.get(w("w:styleId")) == name)


def margin_parts(made: Document) -> list[Any]:
    """The headers and footers."""
    return parts_of(made, "/header", "/footer")


def parts_of(made: Document, *kinds: str) -> list[Any]:
    """The parts that the text refers to, of kinds that end so."""
    return [link.target_part for link in made.part.rels.values() if link.reltype.endswith(kinds)]


def clear(made: Document) -> None:
    """Leave nothing in a document's body but its last page's settings."""
    body = made.element.body
    for child in list(body):
        if child.tag != w("w:sectPr"):
            body.remove(child)
    forget_edits(body)


def forget_edits(root: Any) -> None:
    """Leave out the numbers by which word processors know who wrote what in which sitting."""
    for element in root.iter():
        for name in [name for name in element.attrib if "rsid" in name]:
            del element.attrib[name]


_KEPT_SETTINGS = (
    *("evenAndOddHeaders", "mirrorMargins", "gutterAtTop", "defaultTabStop", "autoHyphenation"),
    *("characterSpacingControl", "compat", "themeFontLang", "clrSchemeMapping", "decimalSymbol", "listSeparator"),
)


def clean_settings(made: Document) -> None:
    """Keep what decides how pages look; not who edited them, from which template, with which data at hand."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    settings = made.settings.element
    kept = set(map(w, (f"w:{name}" for name in _KEPT_SETTINGS)))
    for child in list(settings):
        if child.tag not in kept:
            settings.remove(child)
    links = made.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels
    for key in list(links):
        del links[key]
    for mode in settings.iter(w("w:compatSetting")):
        if mode.get(w("w:name")) == "compatibilityMode":
            mode.set(w("w:val"), str(max(15, int(mode.get(w("w:val"))))))
    for element in [*made.styles.element.iter(w("w:rsid"))]:
        element.getparent().remove(element)
