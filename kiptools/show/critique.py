"""What a critical reader found in a questionnaire, shown question by question."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kiptools.critique import Finding, Review
from kiptools.language import LANGUAGES, Language
from kiptools.messages import Message, counted, cut, message, some
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.sentences import sentence
from kiptools.show.tables import HIDDEN, table

__all__: list[str] = []

MOST_NAMED = 2
"""Of more questions with one finding the others are counted."""
SEVERITIES: dict[str, Message] = {"mend": message("To mend"), "look": message("To look at")}


@table.register
def _(result: Review, language: Language) -> Rendered:
    if not result.findings:
        return _readability(result, language)
    head = [
        message("Question"),
        message("What to do"),
        message("What was found"),
        message("Why it matters"),
        message("How to put it instead"),
    ]
    rows = [
        [
            _subject(together[0], result, language),
            language.say(SEVERITIES[together[0].severity]),
            " ".join(_found(finding, language) for finding in together),
            _reason(together[0], language),
            language.say(together[0].pattern),
        ]
        for together in _together(result.findings)
    ]
    caption = message("What a critical reader finds in the questionnaire")
    sources = dict.fromkeys(finding.source for finding in result.findings if finding.source)
    note = language.say(message("Sources: {sources}", sources=" ".join(sorted(sources)))) if sources else ""
    shown = html_table(language.say(caption), [language.say(text) for text in head], rows, note, words=True)
    return join([shown, _readability(result, language)])


def _together(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings of one kind in the same questions, whatever the language."""
    found: dict[tuple[str, tuple[str, ...]], list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.kind, finding.items), []).append(finding)
    return list(found.values())


def _subject(finding: Finding, result: Review, language: Language) -> str:
    """The questions by name and wording, in the language in which something was found."""
    if not finding.items:
        return language.say(message("The questionnaire as a whole"))
    code = finding.language if finding.language in result.codebook.languages else language.code
    named = [
        language.say(message("{name}: {text}", name=name, text=cut(text)) if text else message("{name}", name=name))
        for name in finding.items[:MOST_NAMED]
        for text in [result.codebook[name].wording.in_language(code)]
    ]
    rest = len(finding.items) - MOST_NAMED
    if rest > 0:
        named.append(language.say(counted("and {count} more question", "and {count} more questions", rest)))
    return "; ".join(named)


def _found(finding: Finding, language: Language) -> str:
    what = language.say(finding.what)
    if not finding.language:
        return what
    name = LANGUAGES.get(finding.language, finding.language)
    return language.say(message("{language}: {what}", language=name, what=what))


def _reason(finding: Finding, language: Language) -> str:
    why = language.say(finding.why)
    if not finding.source:
        return why
    return language.say(message("{reason} ({source})", reason=why, source=_short(finding.source)))


def _short(source: str) -> str:
    """Surnames and year of a citation; a regulation's number.

    Examples
    --------
    >>> _short("Krosnick, J. A. & Presser, S. (2010). Question and questionnaire design. In Handbook.")
    'Krosnick & Presser 2010'
    """
    year = re.search(r"\((\d{4})\)", source)
    if not year:
        return source.split(" (General")[0]
    names = re.findall(r"([^\W\d_][\w ]+), [A-Z]\.", source[: year.start()])
    *first, last = names
    return f"{', '.join(first)} & {last} {year[1]}" if first else f"{last} {year[1]}"


def _readability(result: Review, language: Language) -> Rendered:
    if not result.readability:
        return paragraph("")
    rows = [
        [
            LANGUAGES.get(row.language, row.language),
            language.number(row.words, 1),
            HIDDEN if row.score is None else language.number(row.score),
        ]
        for row in result.readability
    ]
    notes = [
        message(
            "How easily it reads: 0 is very hard, 100 very easy. Each language has a formula of its own (Flesch 1948; "
            "Kandel and Moles 1958; Lucisano and Piemontese 1988; Martins and others 1996), so do not compare them."
        )
    ]
    if any(row.score is None for row in result.readability):
        notes.append(message("{sign} There is no formula for this language.", sign=HIDDEN))
    head = [message("Language"), message("Words in a question"), message("How easily it reads")]
    return html_table(
        language.say(message("How the questions read")),
        [language.say(text) for text in head],
        rows,
        " ".join(map(language.say, notes)),
    )


@sentence.register
def _(result: Review, language: Language) -> str:
    low, high = result.minutes
    said = [
        counted("The questionnaire has {count} question.", "The questionnaire has {count} questions.", result.questions)
    ]
    if high == low:
        said.append(counted("It takes about {count} minute.", "It takes about {count} minutes.", high))
    else:
        said.append(message("It takes about {low} to {high} minutes.", low=low, high=high))
    mend, look = (len(result.of_severity(severity)) for severity in ("mend", "look"))
    if mend:
        said.append(counted("{count} finding is to be mended.", "{count} findings are to be mended.", mend))
    if look:
        said.append(counted("{count} finding is worth a look.", "{count} findings are worth a look.", look))
    if not mend and not look:
        said.append(message("Nothing was found to mend; a try-out with a few partners will still show more."))
    if result.not_read:
        said.append(message("The wording in {languages} was not read.", languages=some(result.not_read)))
    if not result.languages:
        said.append(message("The questionnaire names no language that can be read, so its wording was not read."))
    return " ".join(map(language.say, said))
