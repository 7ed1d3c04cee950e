"""A questionnaire as a plain text from which a person makes the form in Google Forms or Microsoft Forms.

Neither tool reads a file. Both take a whole list of answers or rows that is pasted into the first of them, one on each
line; so every list stands here line by line. Titles and rows are written as they will stand in the export's headings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from kiptools.codebook import NUMBERS, OTHER, Codebook, Item, Note, check_language
from kiptools.exports.limesurvey import LimeQuestion, limesurvey_codes
from kiptools.fielding.conditions import condition_in_words
from kiptools.language import Language
from kiptools.messages import Message, message, visible
from kiptools.places import refuse_existing, replacing

__all__ = ["paste_text", "write_paste_text"]

_LINE, _PAGE = "-" * 72, "=" * 72
_GRID = message("Multiple-choice grid (Google Forms); Likert (Microsoft Forms)")
_KINDS: dict[str, Message] = {
    "select_one": message("Multiple choice (Google Forms); Choice (Microsoft Forms)"),
    "select_multiple": message(
        "Checkboxes (Google Forms); Choice, with “Multiple answers” switched on (Microsoft Forms)"
    ),
    "text": message("Paragraph (Google Forms); Text, with “Long answer” switched on (Microsoft Forms)"),
    "date": message("Date (Google Forms and Microsoft Forms)"),
    "datetime": message("Date, with the time included (Google Forms); Text (Microsoft Forms)"),
    "time": message("Time (Google Forms); Text (Microsoft Forms)"),
}
_NUMBER = message(
    "Short answer, with the response validation “Number” (Google Forms); Text, restricted to numbers (Microsoft Forms)"
)
_BEFORE: tuple[Message, ...] = (
    message(
        "Google Forms: in the settings, do not collect email addresses, and do not limit answers to one per person: "
        "that asks people to sign in."
    ),
    message("Microsoft Forms: in the settings, let anyone answer, and do not record names."),
    message(
        "Each list below has one answer or row on a line: copy the whole list and paste it into the first empty line "
        "of the form; both tools make one entry of each line."
    ),
    message(
        "Keep questions, rows and answers word for word, and do not change them once answers have come in: by these "
        "words the answers are read back."
    ),
)


def paste_text(codebook: Codebook, language: str) -> str:
    """The questionnaire as a text to copy from.

    Parameters
    ----------
    codebook : Codebook
    language : str
        The language of the questions and of what is said about them.

    Returns
    -------
    str

    Raises
    ------
    KipError
        The questionnaire, or the kit, does not have that language.
    """
    check_language(codebook, language)
    return "\n".join(_lines(codebook, Language(language))) + "\n"


def write_paste_text(codebook: Codebook, path: str | Path, language: str) -> Path:
    """Write a text from which a person makes the form in Google or Microsoft Forms (`paste_text`).

    Parameters
    ----------
    codebook : Codebook
    path : str or Path
    language : str
        One that both the questionnaire and the kit have.

    Returns
    -------
    Path

    Raises
    ------
    KipError
        As `paste_text`; or the file exists already or cannot be written.
    """
    path = Path(path)
    text = paste_text(codebook, language)
    refuse_existing(path)
    with replacing(path) as new:
        new.write_text(text, encoding="utf-8-sig", newline="\n")
    return path


def _lines(codebook: Codebook, language: Language) -> Iterator[str]:
    say, code = language.say, language.code
    codes = limesurvey_codes(codebook)
    inside = {note for note, _ in codes.notes}
    opening: list[str] = []
    notes: dict[str, list[str]] = {}
    for note in codebook.notes:
        into = opening if note.before and note not in inside else notes.setdefault(note.before, [])
        into += _note(note, language)
    yield say(message("Before you start"))
    yield ""
    yield from (f"* {say(text)}" for text in _BEFORE)
    yield from _titled(
        say(message("Title of the form:")), [visible(codebook.title.in_language(code)) or say(message("Survey"))]
    )
    yield from _titled(say(message("Description of the form:")), opening)
    topic = ""
    numbers = {item.name: place for place, question in enumerate(codes.questions, start=1) for item in question.items}
    for question in codes.questions:
        item = question.items[0]
        if item.construct and item.construct != topic:
            yield from _part(say(message("New section, with the title:")), [_topic(codebook, item, code)])
        topic = item.construct
        yield from _part(say(message("Text without a question:")), notes.pop(item.name, []))
        yield from _question(codebook, question, numbers, language)
    yield from _part(say(message("Text after the last answer:")), notes.pop("", []))


def _note(note: Note, language: Language) -> Iterator[str]:
    yield from _split(note.wording.in_language(language.code))
    yield from _split(note.hint.in_language(language.code))
    if note.relevant:
        yield language.say(message("(Show this text only if {condition}.)", condition=note.relevant))


def _question(
    codebook: Codebook, question: LimeQuestion, numbers: Mapping[str, int], language: Language
) -> Iterator[str]:
    number = numbers[question.items[0].name]
    say, code, item = language.say, language.code, question.items[0]
    text = question.titled(_topic(codebook, item, code)) if question.grid else visible(item.wording.in_language(code))
    yield ""
    yield _LINE
    yield say(message("Question {number}: {kind}", number=number, kind=_kind(question)))
    yield say(message("Required: yes") if item.required else message("Required: no"))
    if item.relevant:
        words = condition_in_words(codebook, item.relevant, code, numbers)
        yield say(words or message("Asked only if {condition}", condition=item.relevant))
        yield say(message("Make a section of its own for it, to which those answers lead."))
    yield from _titled(say(message("Question:")), [text])
    yield from _titled(say(message("Description:")), _split(item.hint.in_language(code)))
    choices = [choice for choice in item.choices if not (item.other and choice.name == OTHER.name)]
    answers = [visible(choice.wording.in_language(code)) or choice.name for choice in choices]
    if question.grid:
        yield from _titled(
            say(message("Rows:")), [visible(row.wording.in_language(code)) or row.name for row in question.items]
        )
        yield from _titled(say(message("Columns:")), answers)
    else:
        yield from _titled(say(message("Answers:")), answers)
    if item.other:
        yield ""
        yield say(message("Then add “Other”, which both tools offer below the answers."))


def _kind(question: LimeQuestion) -> Message:
    item = question.items[0]
    return _GRID if question.grid else _NUMBER if item.type in NUMBERS else _KINDS[item.type]


def _topic(codebook: Codebook, item: Item, code: str) -> str:
    titles = {topic.name: visible(topic.wording.in_language(code)) for topic in codebook.constructs}
    return titles.get(item.construct) or item.construct


def _part(title: str, lines: list[str]) -> Iterator[str]:
    """What stands between questions, with a line above; nothing without lines."""
    if lines:
        yield from ("", _PAGE)
        yield from _titled(title, lines)


def _titled(title: str, lines: list[str]) -> Iterator[str]:
    """A heading with its lines below; nothing without lines."""
    if lines:
        yield from ("", title, *lines)


def _split(text: str) -> list[str]:
    return [line for line in map(visible, text.splitlines()) if line]
