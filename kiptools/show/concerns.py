"""What a survey should ask about, shown: topics and what calls for them."""

from __future__ import annotations

from kiptools.concerns import Concern, Concerns
from kiptools.language import Language
from kiptools.messages import Message, counted, message, some, visible
from kiptools.show.html import Rendered
from kiptools.show.html import table as html_table
from kiptools.show.sentences import sentence
from kiptools.show.tables import table

__all__: list[str] = []

_SAID = {
    "strength": message("SWOT, strength: {text}"),
    "weakness": message("SWOT, weakness: {text}"),
    "opportunity": message("SWOT, opportunity: {text}"),
    "threat": message("SWOT, threat: {text}"),
    "": message("Partner list: {text}"),
}


def _said(concern: Concern, language: Language) -> str:
    text = language.say(concern.text) if isinstance(concern.text, Message) else visible(concern.text)
    return language.say(message(_SAID[concern.quadrant].template, text=text))


@table.register
def _(result: Concerns, language: Language) -> Rendered:
    head = [message("Topic"), message("What it means"), message("What calls for it")]
    rows = [
        [
            topic.wording.in_language(language.code),
            topic.definition.in_language(language.code),
            " · ".join(_said(concern, language) for concern in concerns) or "–",
        ]
        for topic, concerns in result.topics
    ]
    note = message(
        "No topic of the item bank stands beside: {factors}. Ask about it in words of your own, or leave it to a talk.",
        factors=some([visible(factor.text) for factor in result.open]),
    )
    return html_table(
        language.say(message("Topics of the item bank, and what calls for them")),
        [language.say(text) for text in head],
        rows,
        language.say(note) if result.open else "",
        words=True,
    )


@sentence.register
def _(result: Concerns, language: Language) -> str:
    if not result.called_for:
        return language.say(message("Nothing calls for a topic of the item bank so far."))
    most = len(result.topics[0][1])
    first = [topic.wording.in_language(language.code) for topic, concerns in result.topics if len(concerns) == most]
    quoted = [language.say(message('"{name}"', name=title)) for title in first]
    return language.say(
        counted(
            "{count} of {all} topics is called for, {names} most of all ({most}).",
            "{count} of {all} topics are called for, {names} most of all ({most}).",
            len(result.called_for),
            all=len(result.topics),
            names=language.list(quoted),
            most=most,
        )
    )
