"""How good the reading of outcomes is, shown: beside simpler ways of telling levels and beside a second labelling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiptools.confidentiality import FEWEST_TO_COMPARE
from kiptools.language import LANGUAGES, Language
from kiptools.messages import Message, counted, message
from kiptools.show.html import Rendered, folded, join
from kiptools.show.html import table as html_table
from kiptools.show.sentences import HIDDEN, count_of, sentence
from kiptools.show.tables import table
from kiptools.validation import Measures, Validation

__all__: list[str] = []

WAY_NAMES: dict[str, Message] = {
    "kit": message("The kit"),
    "majority": message("Always the most frequent level"),
    "first listed": message("The lowest level that the word list gives the verb"),
    "labellers": message("The second labelling beside the first"),
}
CAPTIONS: dict[str, Message] = {
    "held out": message("How well levels are told: outcomes that the kit's word lists were not tuned on"),
    "tuned": message("How well levels are told: outcomes that the kit's word lists were tuned on"),
    "all": message("How well levels are told: all labelled outcomes"),
}
BESIDE: dict[str, Message] = {
    "majority": message("Always the most frequent level would be the same in {same}."),
    "first listed": message("The lowest level that the word list gives the verb would be the same in {same}."),
    "labellers": message("The second labelling and the first are the same in {same}."),
}
LABELLED_BY = (
    message(
        "A language model wrote these outcomes and labelled them twice, without seeing the first labels the second "
        "time; no person of the field has labelled them yet."
    ),
    message(
        "Two labellings by one model agree more than two people do, so their agreement is no sign that they are right; "
        "more stands in {file}.",
        file="data/outcomes/README.md",
    ),
    message("With the outcomes of other trainings the kit may do better or worse."),
)
"""Of the outcomes that come with the kit; their README says the same."""
FEW = 60
"""Of fewer outcomes, a share of four in five may by chance be ten percentage points off (normal approximation)."""


@table.register
def _(result: Validation, language: Language) -> Rendered:
    head = [message("How the level is told"), *_head()]
    notes = [
        message(
            "Same level and at most one level off: of those for which a level is told. Each outcome is compared with "
            "both labels, and each counts half."
        ),
        message(
            "Weighted kappa: 1 if all levels are the same, 0 if no more than by chance; twice as far off counts four "
            "times as much (Cohen 1968)."
        ),
        message(
            "Calibration error: how far the shares that the kit gives lie from the labels on average, from 0 to 1, for "
            "the likeliest level and for all six (Guo and others 2017, Kull and others 2019)."
        ),
    ]
    notes += LABELLED_BY if result.shipped else ()
    rows = [[language.say(WAY_NAMES[each.name]), *_cells(each, language)] for each in result.of()]
    parts = [_table(CAPTIONS[result.half], head, rows, notes, language)]
    if len(result.languages) > 1:
        parts.append(folded(language.say(message("Each language by itself")), _languages(result, language)))
    return join(parts)


def _languages(result: Validation, language: Language) -> Rendered:
    head = [message("Language"), message("How the level is told"), *_head()]
    rows = [
        [LANGUAGES[code], language.say(WAY_NAMES[each.name]), *_cells(each, language)]
        for code in result.languages
        for each in result.of(code)
    ]
    few = min(each.outcomes for each in result.measures) < FEW
    notes = [message("There are few outcomes in one language: by chance, a share may be ten percentage points off.")]
    return _table(message("How well levels are told in each language"), head, rows, notes * few, language)


def _head() -> list[Message]:
    return [
        message("Outcomes"),
        message("Level told for"),
        message("Same level"),
        message("At most one level off"),
        message("Weighted kappa"),
        message("Calibration error, likeliest level"),
        message("Calibration error, all levels"),
    ]


def _table(
    caption: Message,
    head: Iterable[Message],
    rows: Sequence[Sequence[str]],
    notes: Iterable[Message],
    language: Language,
) -> Rendered:
    return html_table(language.say(caption), [*map(language.say, head)], rows, " ".join(map(language.say, notes)))


def _cells(each: Measures, language: Language) -> list[str]:
    scores = (each.kappa, each.calibration_error, each.classwise_error)
    return [
        language.number(each.outcomes),
        language.number(each.answered),
        *(count_of(count, each.answered, language) if each.answered else HIDDEN for count in (each.same, each.near)),
        *(HIDDEN if score is None else language.number(score, 2) for score in scores),
    ]


@sentence.register
def _(result: Validation, language: Language) -> str:
    kit, *others = result.of()
    said = [_what_was_read(result.half, kit.outcomes), *_how_good(kit, language)]
    said += [
        message(BESIDE[each.name].template, same=count_of(each.same, each.answered, language))
        for each in others
        if each.answered
    ]
    if kit.answered < FEWEST_TO_COMPARE:
        said.append(message("That is too few to judge by."))
    if result.shipped:
        said += LABELLED_BY
    said.append(message("The kit proposes a level, and a person decides."))
    return " ".join(map(language.say, said))


def _what_was_read(half: str, count: int) -> Message:
    if half == "all":
        return counted(
            "{count} labelled outcome was read, be it one that the word lists were tuned on or not.",
            "{count} labelled outcomes were read, also those that the word lists were tuned on.",
            count,
        )
    if half == "tuned":
        return counted(
            "{count} outcome was read that the word lists were tuned on; with others the kit hardly does as well.",
            "{count} outcomes were read that the word lists were tuned on; with others the kit hardly does as well.",
            count,
        )
    return counted(
        "{count} outcome was read that the word lists were not tuned on.",
        "{count} outcomes were read that the word lists were not tuned on.",
        count,
    )


def _how_good(kit: Measures, language: Language) -> list[Message]:
    said = []
    if kit.answered:
        same, near = (count_of(count, kit.answered, language) for count in (kit.same, kit.near))
        said += [
            counted(
                "The kit tells a level for {count}: it is that of the labels in {same}, and at most one level off in "
                "{near}.",
                "The kit tells a level for {count}: it is that of the labels in {same}, and at most one level off in "
                "{near}.",
                kit.answered,
                same=same,
                near=near,
            ),
            message("Each outcome has two labels, and each counts half."),
        ]
    if kit.calibration_error is not None:
        said.append(
            counted(
                "The share that it gives to the likeliest level is about {count} percentage point off on average.",
                "The share that it gives to the likeliest level is about {count} percentage points off on average.",
                round(100 * kit.calibration_error),
            )
        )
    if unclear := kit.outcomes - kit.answered:
        said.append(
            counted(
                "For {count} outcome it says that the level is unclear.",
                "For {count} outcomes it says that the level is unclear.",
                unclear,
            )
        )
    return said
