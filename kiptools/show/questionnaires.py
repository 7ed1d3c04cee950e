"""A questionnaire, shown: what it asks, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiptools.codebook import Codebook, Item, Scale
from kiptools.language import LANGUAGES, Language
from kiptools.messages import Message, counted, message
from kiptools.priority import importance_of
from kiptools.show.html import Rendered, folded, join
from kiptools.show.html import table as html_table
from kiptools.show.sentences import sentence
from kiptools.show.tables import table

__all__: list[str] = []

_TYPES = {
    "select_one": message("one answer"),
    "select_multiple": message("several answers"),
    "text": message("words of one's own"),
    "integer": message("a number"),
    "decimal": message("a number"),
    "range": message("a number"),
    "date": message("a day"),
    "datetime": message("a day"),
    "time": message("a time"),
}
_NO_TOPIC = message("No topic")


@table.register
def _(result: Codebook, language: Language) -> Rendered:
    questions = folded(language.say(message("All questions")), _questions(result, language))
    return join([questions, _scales(result, language)])


def _questions(codebook: Codebook, language: Language) -> Rendered:
    topics = {topic.name: topic.wording.in_language(language.code) for topic in codebook.constructs}
    twins = {item.name: twin for item in codebook.items for twin in _twins(codebook, item)}
    second = {twin.name for twin in twins.values()}
    head = [message("No."), message("Question or statement"), message("Topic"), message("How it is answered")]
    rows = [
        [
            language.number(number),
            item.wording.in_language(language.code),
            topics.get(item.construct, "") or language.say(_NO_TOPIC),
            " ".join(_answered(item, twins.get(item.name), language)),
        ]
        for number, item in enumerate(codebook.items, start=1)
        if item.name not in second
    ]
    note = message("The statements are asked a second time, for their importance; those questions are not listed.")
    return html_table(
        language.say(message("What the questionnaire asks")),
        [language.say(text) for text in head],
        rows,
        language.say(note) if second else "",
        words=True,
    )


def _twins(codebook: Codebook, item: Item) -> Iterator[Item]:
    twin = importance_of(codebook, item) if item.role == "experience" else None
    if twin is not None:
        yield twin


def _answered(item: Item, twin: Item | None, language: Language) -> Iterator[str]:
    scales = [each.scale.name for each in (item, twin) if each is not None and each.scale]
    yield language.list(scales) if item.rated else language.say(_TYPES[item.type])
    if item.reverse:
        yield language.say(message("(disagreeing is favourable)"))
    if item.relevant:
        yield language.say(message("(not asked of everybody)"))
    if item.required:
        yield language.say(message("(an answer is required)"))


def _scales(codebook: Codebook, language: Language) -> Rendered:
    scales = {item.scale.name: item.scale for item in codebook.items if item.rated and item.scale}
    head = [message("Answer scale"), message("Levels, lowest first"), message("Answers that are none")]
    rows = [
        [
            name,
            "; ".join(choice.wording.in_language(language.code) for choice in scale.levels),
            "; ".join(_none(scale, language)) or "–",
        ]
        for name, scale in scales.items()
    ]
    return html_table(
        language.say(message("Its answer scales")), [language.say(text) for text in head], rows, words=True
    )


def _none(scale: Scale, language: Language) -> Sequence[str]:
    return [choice.wording.in_language(language.code) for choice in scale.choices if choice.missing]


@sentence.register
def _(result: Codebook, language: Language) -> str:
    said = [_counts(result)]
    codes = [code for code in result.languages if code in LANGUAGES]
    if len(codes) > 1:
        said.append(message("It is written in {count} languages.", count=len(result.languages)))
    return " ".join(map(language.say, said))


def _counts(codebook: Codebook) -> Message:
    statements = codebook.select(role="experience")
    if not statements:
        return counted(
            "The questionnaire has {count} question.", "The questionnaire has {count} questions.", len(codebook.items)
        )
    values = {
        "rated": len(statements),
        "topics": len({item.construct for item in statements} - {""}),
        "open": sum(item.type == "text" for item in codebook.items),
    }
    if statements and len(codebook.select(role="importance")) == len(statements):
        return counted(
            "The questionnaire has {count} question: {rated} statements on {topics} topics to be rated, each twice; "
            "{open} to be answered in words of one's own.",
            "The questionnaire has {count} questions: {rated} statements on {topics} topics to be rated, each twice; "
            "{open} to be answered in words of one's own.",
            len(codebook.items),
            **values,
        )
    return counted(
        "The questionnaire has {count} question: {rated} statements on {topics} topics to be rated; {open} to be "
        "answered in words of one's own.",
        "The questionnaire has {count} questions: {rated} statements on {topics} topics to be rated; {open} to be "
        "answered in words of one's own.",
        len(codebook.items),
        **values,
    )
