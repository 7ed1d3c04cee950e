"""A partner list as it was read: how large it is, what to mend in it, which rows may be one organisation."""

from __future__ import annotations

from collections.abc import Sequence

from kiptools.fields import Category
from kiptools.language import Language
from kiptools.messages import Message, counted, message, together
from kiptools.partners import Partners
from kiptools.show.html import Rendered, join
from kiptools.show.html import table as html_table
from kiptools.show.sentences import sentence
from kiptools.show.tables import table

__all__ = ["MOST_LINES"]

MOST_LINES = 60
"""More lines than this are counted, not shown: nobody works through them on paper."""


@sentence.register
def _(result: Partners, language: Language) -> str:
    former = sum(partner.status == "former" for partner in result.records)
    parts = [
        counted(
            "The list has {count} organisation: partners of today {members}, potential ones {potential}, former ones "
            "{former} (as of {day}).",
            "The list has {count} organisations: partners of today {members}, potential ones {potential}, former ones "
            "{former} (as of {day}).",
            len(result) - sum(partner.status == "convenor" for partner in result.records),
            members=len(result.members),
            potential=len(result.potential),
            former=former,
            day=result.as_of,
        )
    ]
    if result.convenor:
        parts.append(message("The partnership is led by {name}.", name=result.convenor.name))
    if result.faults:
        parts.append(
            counted(
                "{count} entry needs correcting and was not used.",
                "{count} entries need correcting and were not used.",
                len(result.faults),
            )
        )
    if result.doubles:
        parts.append(
            counted(
                "{count} pair of rows may be the same organisation; until you decide, both are counted.",
                "{count} pairs of rows may be the same organisation; until you decide, both are counted.",
                len(result.doubles),
            )
        )
    return " ".join(map(language.say, parts))


@table.register
def _(result: Partners, language: Language) -> Rendered:
    parts = [_lines(language, message("How the list was read"), message("What was decided"), result.notes)]
    if result.faults:
        parts.insert(
            0, _lines(language, message("What to correct in the list"), message("Fault"), together(result.faults))
        )
    if result.doubles:
        parts.append(_doubles(result, language))
    return join([part for part in parts if part.text])


def _lines(language: Language, caption: Message, head: Message, lines: Sequence[Message]) -> Rendered:
    if not lines:
        return Rendered("", "")
    rest = len(lines) - MOST_LINES
    return html_table(
        language.say(caption),
        [language.say(message("No.")), language.say(head)],
        [[language.number(place), language.say(line)] for place, line in enumerate(lines[:MOST_LINES], start=1)],
        language.say(counted("… and {count} more.", "… and {count} more.", rest)) if rest > 0 else "",
        words=True,
    )


def _doubles(result: Partners, language: Language) -> Rendered:
    kinds = {True: message("spelt alike"), False: message("similar name")}
    rows = [
        [
            language.say(_place(result, double.first)),
            language.say(_place(result, double.second)),
            language.say(kinds[double.exact]),
        ]
        for double in result.doubles[:MOST_LINES]
    ]
    notes = [
        message(
            "Nothing was put together. If two rows are one organisation, write the name or code of the one to keep "
            'into the column "{column}" of the other.',
            column=Category("field", "same_as"),
        )
    ]
    if len(result.doubles) > MOST_LINES:
        rest = len(result.doubles) - MOST_LINES
        notes.append(counted("… and {count} more.", "… and {count} more.", rest))
    return html_table(
        language.say(message("Rows that may be the same organisation")),
        [language.say(text) for text in (message("One row"), message("Another row"), message("Why"))],
        rows,
        " ".join(map(language.say, notes)),
        words=True,
    )


def _place(result: Partners, partner: str) -> Message:
    record = result.by_id[partner]
    return message("{name} (row {row})", name=record.name, row=str(record.row))
