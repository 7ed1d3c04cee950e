"""An organisation's own Word template: its looks are kept, its text and what it tells of people are not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiptools.fielding.word import TAGS, set_about, set_language
from kiptools.publishing.content import Content
from kiptools.publishing.signs import shown
from kiptools.publishing.wordml import (
    REFERENCES,
    Field,
    after_last,
    clean_settings,
    clear,
    fields_of,
    forget_edits,
    margin_parts,
    parts_of,
    style_ids,
    style_of,
    text_run,
    unwrap,
    variants,
    w,
    x,
)

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["in_looks_of"]

_NEEDED = (
    *("Normal", "Default Paragraph Font", "Normal Table", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3"),
    *(
        "caption",
        "List Bullet",
        "List Number",
        "KIP Fact",
        "TOC Heading",
        "toc 1",
        "toc 2",
        "toc 3",
        "KIP Note",
        "Plain Text",
    ),
    *("KIP Picture", "KIP Table Text", "KIP Table Text Small", "KIP After Table", "KIP Code", "KIP Table"),
)
_KEPT_PARTS = ("/styles", "/settings", "/fontTable", "/theme", "/numbering")
"""What a document refers to without naming it in its text."""
_TITLE = re.compile(r"\s*((INFO|DOCPROPERTY)\s+)?\"?TITLE\b", re.I)
_PERSONAL = re.compile(
    r"\s*(AUTHOR|LASTSAVEDBY|USER\w+|FILENAME|COMMENTS|KEYWORDS|SUBJECT|TEMPLATE|EDITTIME|(SAVE|CREATE|PRINT)DATE"
    r"|DOCVARIABLE|MERGE\w+|ADDRESSBLOCK|GREETINGLINE|AUTOTEXT\w*|FILLIN|ASK|REF|PAGEREF|NOTEREF"
    r"|(INFO|DOCPROPERTY)\b(?!\s+\"?(COMPANY|NUM\w+)\b))\b",
    re.I,
)
"""Fields in a header or footer that tell of who made the template, when, for whom, and where it lay, or that repeat
what stood in its text."""
_OF_FILES = re.compile(
    r"\s*(INCLUDE\w*|IMPORT|LINK|DDE\w*|DATABASE|RD|QUOTE|SET|HYPERLINK(?!\s+(\"?(https?|mailto):|\\l\b)))\b"
    r"|(INFO|DOCPROPERTY)\s+\"?COMPANY\b|.*(\bfile:|\b[a-z]:[\\/]|\\\\)",
    re.I | re.S,
)
"""Fields whose code names a file, a property that we do not keep, or a text; what they show stays."""
_PROPERTIES = re.compile("core-?properties|extended-?properties|coverPageProp", re.I)
"""Where a control takes its text from, if it repeats what the file tells of itself."""
_PLACE = re.compile(r"(file:|[a-z]:[\\/]|\\\\|/|~/)|.*\\|.*/[^/]*\.\w{2,4}$", re.I | re.S)
"""A picture's description that is the place of its file."""


def in_looks_of(template: Path, content: Content, ours: Document) -> Document:
    """An empty document in the looks of a template; what it lacks comes from ours."""
    made = _opened(template)
    _keep_last_section(made)
    clear(made)
    _drop_parts(made)
    for part in (*margin_parts(made), *parts_of(made, "/styles", "/numbering")):
        _clean(part, content.title)
    _adopt_styles(made, ours)
    tag = TAGS[content.lang]
    set_language(made, tag)
    clean_settings(made)
    set_about(made, content.title, tag)
    _number_pages(made)
    return made


def _opened(template: Path) -> Document:
    from docx import Document

    made = Document(str(template))
    for reference in made.element.body.iter(*map(w, REFERENCES)):
        if not hasattr(made.part.related_parts[reference.get(w("r:id"))], "element"):
            raise ValueError(template)
    return made


def _keep_last_section(made: Document) -> None:
    """The settings of the last pages, with the headers and footers that they take over from earlier ones."""
    from docx.shared import Cm

    body = made.element.body
    last = body.get_or_add_sectPr()
    for earlier in reversed([*body.iter(w("w:sectPr"))][:-1]):
        for reference in reversed([child for child in earlier if child.tag in map(w, REFERENCES)]):
            kind = (reference.tag, reference.get(w("w:type")))
            if kind not in [(child.tag, child.get(w("w:type"))) for child in last]:
                last.insert(0, deepcopy(reference))
    for tag in ("w:printerSettings", "w:cols", "w:type", "w:footnotePr", "w:endnotePr", "w:vAlign", "w:sectPrChange"):
        for child in last.findall(w(tag)):
            last.remove(child)
    page = made.sections[-1]
    if not (page.page_width and page.page_height):
        page.page_width, page.page_height = Cm(21), Cm(29.7)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        if getattr(page, side) is None:
            setattr(page, side, Cm(2))


def _drop_parts(made: Document) -> None:
    """Leave out parts that nothing in the document refers to any more, and all that tells of people."""
    for background in made.element.findall(w("w:background")):
        made.element.remove(background)
    used = set(made.element.xpath("//@r:id"))
    for key, link in list(made.part.rels.items()):
        if key not in used and not link.reltype.endswith(_KEPT_PARTS):
            del made.part.rels[key]
    for key, link in list(made.part.package.rels.items()):
        if not link.reltype.endswith("/officeDocument"):
            del made.part.package.rels[key]


def _clean(part: Any, title: str) -> None:
    """Leave nothing of who made a header or footer, and no place on their computer."""
    root = part.element
    for tag in ("w:del", "w:moveFrom", "w:permStart", "w:permEnd"):
        for element in list(root.iter(w(tag))):
            element.getparent().remove(element)
    for tag in ("w:ins", "w:moveTo"):
        for element in list(root.iter(w(tag))):
            unwrap(element)
    for element in [each for each in root.iter() if w("w:author") in each.attrib]:
        element.getparent().remove(element)
    forget_edits(root)
    _unbind(root, title)
    _clean_fields(root, title)
    places = {key for key, link in part.rels.items() if link.is_external and not _is_address(link.target_ref)}
    for element in list(root.iter()):
        for name, value in list(element.attrib.items()):
            kind = name.rpartition("}")[2]
            if _is_link(name) and value in places and element.tag.rpartition("}")[2].startswith("hlink"):
                element.getparent().remove(element)  # of a picture: it must lead somewhere
            elif _is_link(name) and value in places or kind in ("href", "src") and not _is_address(value):
                del element.attrib[name]
            elif kind in ("descr", "name", "title", "alt", "tooltip") and _PLACE.match(value):
                element.set(name, re.split(r"[\\/]", value.rstrip("\\/"))[-1])
    for key in places:
        del part.rels[key]


def _unbind(root: Any, title: str) -> None:
    """Of controls that repeat the file's properties: the title is ours, the organisation stays, the rest goes."""
    for control in root.iter(w("w:sdt")):
        about = control.find(w("w:sdtPr"))
        for binding in [] if about is None else about.xpath("*[local-name() = 'dataBinding']"):
            where = "".join(binding.attrib.values())
            name = re.split("[/:]", binding.get(w("w:xpath"), ""))[-1].partition("[")[0]
            if _PROPERTIES.search(where) and not name.startswith("Company"):
                _tell(control.iter(w("w:t")), title if name == "title" else "")
                for hint in about.findall(w("w:showingPlcHdr")):
                    about.remove(hint)
            about.remove(binding)


def _clean_fields(root: Any, title: str) -> None:
    """The title is ours; what tells of people or files is no field any more, and tells nothing of people."""
    for field in fields_of(root):
        if _TITLE.match(field.code):
            _tell(field.shown, title)
        elif _PERSONAL.match(field.code):
            _tell(field.shown, "")
            field.dissolve()
        elif _OF_FILES.match(field.code):
            field.dissolve()


def _tell(places: Iterable[Any], words: str) -> None:
    """Write words where others stand."""
    for number, place in enumerate(places):
        place.text = "" if number else shown(words)


def _is_link(name: str) -> bool:
    return name.startswith("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}")


def _is_address(target: str) -> bool:
    """Whether it leads to a place that everybody can reach, or to one in this document."""
    return re.match("(https?|mailto):|#", target, re.I) is not None


def _number_pages(made: Document) -> None:
    """A page number at the foot, where ordinary pages, or even ones that differ, have none."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    page, known = made.sections[-1], set(style_ids(made).values())
    margins = [(page.header, page.footer)]
    if made.settings.odd_and_even_pages_header_footer:
        margins.append((page.even_page_header, page.even_page_footer))
    for head, foot in margins:
        if any(re.match(r"\s*PAGE\b", field.code, re.I) for part in (head, foot) for field in _fields_in(part)):
            continue
        line = foot.paragraphs[-1] if foot.paragraphs else foot.add_paragraph()
        if line._p.pPr is not None and line._p.pPr.style not in known:
            line._p.pPr.style = None  # the name that a footer's style has in English
        if line.text.strip():
            line.add_run("\t")
        else:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line._p.append(x("w:fldSimple", text_run("1"), instr="PAGE"))


def _fields_in(margin: Any) -> list[Field]:
    """The fields of a header or a footer, if there is one."""
    return [] if margin.is_linked_to_previous else fields_of(margin._element)


def _adopt_styles(made: Document, ours: Document) -> None:
    """Add the styles that the template lacks, in its own typeface."""
    theirs, known = style_ids(made), style_ids(ours)
    names = {style: name for name, style in known.items()}
    lacking = [name for name in map(str.lower, _NEEDED) if name not in theirs]
    for name in lacking:
        taken = set(theirs.values())
        theirs[name] = next(style for style in variants(known[name]) if style not in taken)
    for name in lacking:
        style = deepcopy(style_of(ours.styles.element, known[name]))
        style.set(w("w:styleId"), theirs[name])
        for tag in ("w:basedOn", "w:next", "w:link", "w:semiHidden"):
            for child in style.findall(w(tag)):
                other = theirs.get(names.get(child.get(w("w:val"), ""), ""))
                if other and tag != "w:link":
                    child.set(w("w:val"), other)
                else:
                    style.remove(child)
        own_face = name in ("plain text", "kip code", "normal")
        for part in [*([] if own_face else style.iter(w("w:rFonts"))), *style.iter(w("w:numPr"))]:
            part.getparent().remove(part)
        made.styles.element.append(style)
    for name in ("list bullet", "list number"):
        style = style_of(made.styles.element, theirs[name])
        used = [each.get(w("w:val")) for each in style.iter(w("w:numId"))]
        if not set(used) & set(_numberings(made).xpath("w:num/@w:numId")):
            number = next(style_of(ours.styles.element, known[name]).iter(w("w:numId"))).get(w("w:val"))
            number = _adopt_numbering(made, ours, number, theirs[name])
            style.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = int(number)


def _adopt_numbering(made: Document, ours: Document, number: str, style: str) -> str:
    """The number in the template of a kind of list that it lacks."""
    source, target = ours.part.numbering_part.element, _numberings(made)
    kind = source.xpath(f'w:num[@w:numId="{number}"]/w:abstractNumId/@w:val')[0]
    new = deepcopy(source.xpath(f'w:abstractNum[@w:abstractNumId="{kind}"]')[0])
    kinds = [int(value) for value in target.xpath("w:abstractNum/@w:abstractNumId")]
    numbers = [int(value) for value in target.xpath("w:num/@w:numId")]
    place, next_number = str(max(kinds, default=-1) + 1), str(max(numbers, default=0) + 1)
    new.set(w("w:abstractNumId"), place)
    for linked in new.iter(w("w:pStyle")):
        linked.set(w("w:val"), style)
    after_last(target, new, "w:abstractNum")
    after_last(target, x("w:num", x("w:abstractNumId", val=place), numId=next_number), "w:num")
    return next_number


def _numberings(made: Document) -> Any:
    """All kinds of lists of a document; a new part if it has none."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.parts.numbering import NumberingPart

    kinds = [link for link in made.part.rels.values() if link.reltype == RELATIONSHIP_TYPE.NUMBERING]
    if not kinds:
        new = NumberingPart(
            PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, x("w:numbering"), made.part.package
        )
        made.part.relate_to(new, RELATIONSHIP_TYPE.NUMBERING)
    return made.part.numbering_part.element
