"""The page that leads to the reports of a batch, and says what failed and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from kiptools.batch.planning import PAGE
from kiptools.jobs import CALENDAR
from kiptools.language import LANGUAGES, Language
from kiptools.messages import Message, counted, cut, message, visible
from kiptools.places import replacing
from kiptools.show.html import Rendered, folded, paragraph

if TYPE_CHECKING:
    from kiptools.batch.running import Result

__all__ = ["counts", "site_of", "write_summary"]

STATES: dict[str, Message] = {
    "failed": message("failed"),
    "waiting": message("not made yet"),
    "made": message("made"),
    "unchanged": message("unchanged"),
}
"""In the order in which they are shown."""

EARLIER = message("Earlier report:")
KINDS: dict[str, Message] = {
    "html": message("Page"),
    "docx": message("Word"),
    "pdf": message("PDF"),
    CALENDAR: message("Calendar"),
}


_WRAPPED = "text-align:left;overflow-wrap:anywhere"
"""A name or a sentence may be as long as somebody likes."""


def write_summary(results: Sequence[Result], out: Path, lang: str = "en") -> Path:
    """Write the page.

    Parameters
    ----------
    results : sequence of Result
    out : Path
        The folder of the batch.
    lang : str

    Returns
    -------
    Path

    Raises
    ------
    KipError
        The folder cannot be written to.
    """
    from kiptools.teaching import page

    language = Language(lang)
    title = language.say(message("Reports"))
    written = paragraph(language.say(message("Written on {day}", day=date.today())))  # in Croatian a day ends in a mark
    told = paragraph(" ".join(map(language.say, counts(results))))
    text = page([f"# {title}", written, told, _table(results, language)], lang)
    with replacing(out / PAGE) as new:
        new.write_text(text, encoding="utf-8")
    return out / PAGE


def counts(results: Sequence[Result]) -> list[Message]:
    """How many reports were made, are unchanged, and failed."""
    found = Counter(result.state for result in results)
    said = [
        message(
            "Made: {made}; unchanged: {unchanged}; failed: {failed}.",
            made=found["made"],
            unchanged=found["unchanged"],
            failed=found["failed"],
        )
    ]
    if found["waiting"]:
        said.append(message("Stopped before these were made: {waiting}.", waiting=found["waiting"]))
    return said


def site_of(result: Result) -> str | Message:
    """The site's name, or else the row."""
    return result.job.site or message("row {row}", row=result.job.row)


def _table(results: Sequence[Result], language: Language) -> Rendered:
    """The table, failures first; its cells hold links, which `kiptools.show.html.table` has none of."""
    head = [message("Site"), message("Report"), message("Language"), message("Files"), message("State")]
    caption = language.say(message("Reports by site, those that failed first"))
    ordered = sorted(results, key=lambda result: list(STATES).index(result.state))
    left = ' style="text-align:left"'
    lines = ['<table class="kip">', f"<caption{left}>{escape(caption)}</caption>", "<thead><tr>"]
    lines += [f'<th scope="col"{left}>{escape(language.say(each))}</th>' for each in head]
    lines.append("</tr></thead>\n<tbody>")
    for result in ordered:
        site = escape(_said(site_of(result), language))
        cells = [escape(cut(result.job.report)), _language(result.job.lang), _links(result, language)]
        lines.append(f'<tr><th scope="row" style="{_WRAPPED};min-width:8rem"><bdi>{site}</bdi></th>')
        lines += [f"<td{left}>{cell}</td>" for cell in cells]
        lines.append(f'<td style="{_WRAPPED};min-width:12rem">{_state(result, language)}</td>')
        lines.append("</tr>")
    lines.append("</tbody></table>")
    return Rendered("\n".join(lines), caption)


def _language(code: str) -> str:
    if code not in LANGUAGES:
        return escape(cut(code))
    return f'<span lang="{code}">{escape(LANGUAGES[code])}</span>'


def _links(result: Result, language: Language) -> str:
    """A link to each file; what is read aloud says of which site and report."""
    links = []
    for name in result.files:
        kind = KINDS[name.rsplit(".", 1)[1]]
        shown = language.say(kind)
        whose = [_said(site_of(result), language), result.job.report, LANGUAGES[result.job.lang]]
        label = f"{shown}: {', '.join(whose)}"
        links.append(f'<a href="{quote(name)}" aria-label="{escape(label)}">{escape(shown)}</a>')
    line = " · ".join(links)
    if links and result.state in ("failed", "waiting"):
        return f"{escape(language.say(EARLIER))} {line}"
    return line


def _state(result: Result, language: Language) -> str:
    state = escape(language.say(STATES[result.state]))
    if result.notes:
        count = counted("{count} note on the data", "{count} notes on the data", len(result.notes))
        items = "".join(f"<li>{escape(visible(note))}</li>" for note in result.notes)
        return state + folded(language.say(count), Rendered(f"<ul>{items}</ul>", "")).html
    if not result.faults:
        return state
    return "<br>".join([f"<strong>{state}</strong>", *(escape(language.say(fault)) for fault in result.faults)])


def _said(text: str | Message, language: Language) -> str:
    return visible(text) if isinstance(text, str) else language.say(text)
