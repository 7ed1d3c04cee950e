"""The privacy notice and the letters to partners, written from the survey plan.

What the plan does not say stays a gap, highlighted, for somebody to fill in. The notice follows Article 13 of the
General Data Protection Regulation (GDPR), point by point. It calls a survey anonymous only where the plan says that no
answer can be traced (Recital 26); everywhere else the word is confidential. It is a draft, and says so: whether it is
lawful is for somebody else to tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiptools.confidentiality import FEWEST_TO_SHOW
from kiptools.fielding.word import WIDTH, document, new_file, paragraph, save, table, write
from kiptools.language import Language
from kiptools.messages import Message, counted, message
from kiptools.plan import Plan

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

__all__ = ["write_invitations", "write_privacy_notice"]

GAPS = {
    "decision": message("the decision that will be taken"),
    "link": message("address of the survey"),
    "controller": message("name of the organisation"),
    "address": message("its postal address"),
    "contact": message("name and e-mail for questions"),
    "dpo": message("name and address of the data protection officer, or that there is none"),
    "purposes": message("what the answers are used for"),
    "legal_basis": message("legal basis, and the legitimate interest if it is one"),
    "recipients": message("who sees the answers of single respondents"),
    "processor": message("who keeps the answers on behalf of the organisation, or that nobody does"),
    "transfer": message("whether answers leave the European Union, where they go, and what protects them there"),
    "retention": message("day of deletion"),
    "users": message("who uses the results"),
    "opening": message("first day to answer"),
    "closing": message("last day to answer"),
    "results": message("day of the results"),
    "minutes": message("number of minutes"),
    "mode": message("web address of the survey, or where the paper questionnaire is and where to send it"),
    "collected": message("what tells whose they are, if anything does"),
    "key": message("anonymous if no answer can be traced to who gave it, otherwise confidential"),
}
"""What stands in a gap, by the key of the plan's question."""
_NOT_ASKED = ("minutes", "collected")
_DAYS = ("retention", "opening", "closing", "results")

Body = Iterator[tuple[Message, ...]]
"""The paragraphs of a letter, the sentences of each."""

NOT_ADVICE = message(
    "Draft, not legal advice: have it checked by your data protection officer or a lawyer before you use it, and then "
    "delete this line."
)
DEAR = message("Dear partner,")
THANKS = message("Thank you for your time.")


@dataclass(frozen=True)
class Filled:
    """A plan in a language: its answers, and gaps where it has none; and whether some question requires an answer."""

    plan: Plan
    language: Language
    required: bool = False

    def __getitem__(self, key: str) -> str:
        """The answer to a question, or a gap."""
        if key in _DAYS and (day := self.plan.day(key)):
            return self.language.day(day)
        if key not in _NOT_ASKED and (text := self.plan[key].strip()):
            return text.translate({ord("⟦"): "[", ord("⟧"): "]"})  # what people wrote is no gap
        return f"⟦{self.language.say(GAPS[key])}⟧"

    def end(self, key: str) -> str:
        """The same for the end of a sentence, whose full stop stands there already."""
        return self[key].rstrip(" .")


@dataclass(frozen=True)
class Point:
    """One point of the notice.

    Parameters
    ----------
    articles : tuple of str
        The parts of Article 13 GDPR that it answers.
    heading : Message
    text : callable
        From a filled plan to what it says, a paragraph each: the kit's sentences, and what the plan says.
    """

    articles: tuple[str, ...]
    heading: Message
    text: Callable[[Filled], tuple[Message | str, ...]]


# --- the privacy notice --------------------------------------------------------------------------------


def _collected(plan: Filled) -> tuple[Message, ...]:
    addresses = message("Your address is taken from our list of partners and is used only to invite and to remind you.")
    if plan.plan.traceable is False:
        return (message("Your answers to the questions; no name, no address and nothing else about you."), addresses)
    if plan.plan.traceable:
        return (message("Your answers to the questions, and what tells whose they are."), addresses)
    return (message("Your answers to the questions, and {gap}.", gap=plan["collected"]), addresses)


def _voluntary_answers(plan: Filled) -> tuple[Message, ...]:
    if plan.required:
        return (
            message(
                "No. Answering is voluntary. Some questions require an answer, but you can stop at any time, and "
                "nothing follows from it for you or your organisation."
            ),
        )
    return (
        message(
            "No. Answering is voluntary. You can leave out questions or stop at any time, and nothing follows "
            "from it for you or your organisation."
        ),
    )


def _recognised(plan: Filled) -> tuple[Message, ...]:
    small = message(
        "No report shows what fewer than {fewest} partners answered, nor anything from which that could be worked out. "
        "Please name nobody where you answer in your own words.",
        fewest=FEWEST_TO_SHOW,
    )
    if plan.plan.traceable is None:
        return (message("The survey is {gap}.", gap=plan["key"]), small)
    if plan.plan.traceable:
        return (
            message(
                "The survey is confidential, but not anonymous: those who see single answers can find out who gave "
                "them, and must keep that to themselves."
            ),
            small,
        )
    anonymous = message(
        "The survey is anonymous: nothing links your answers to you, and nobody tries to find out whose they are."
    )
    return (anonymous, small)


def _rights(plan: Filled) -> tuple[Message, ...]:
    rights = (
        message(
            "As far as the law provides, you can ask {contact} to see what is kept about you, and to have it "
            "corrected, deleted, restricted or handed over to you.",
            contact=plan["contact"],
        ),
        message("You can object to its use at any time."),
        message(
            "If the legal basis is your consent, you can take it back at any time; what was done before stays lawful."
        ),
    )
    if plan.plan.traceable is False:
        return (
            *rights,
            message("This holds for your address. Nobody can tell which answers are yours once you have sent them."),
        )
    return rights


POINTS = (
    Point(
        ("1a",),
        message("Who is responsible?"),
        lambda plan: (
            plan["controller"],
            plan["address"],
            message("Questions: {contact}", contact=plan["contact"]),
        ),
    ),
    Point(("1b",), message("Data protection officer"), lambda plan: (plan["dpo"],)),
    Point(("1c",), message("What for?"), lambda plan: (plan["purposes"],)),
    Point(
        ("1c", "1d"),
        message("On which legal basis?"),
        lambda plan: (plan["legal_basis"],),
    ),
    Point((), message("What is collected?"), _collected),
    Point(
        ("2e",),
        message("Do I have to answer?"),
        _voluntary_answers,
    ),
    Point((), message("Can I be recognised?"), _recognised),
    Point(
        ("1e",),
        message("Who sees the answers?"),
        lambda plan: (
            message("Single answers are seen by: {recipients}", recipients=plan["recipients"]),
            message("They are kept on our behalf by: {processor}", processor=plan["processor"]),
        ),
    ),
    Point(
        ("1f",),
        message("Do they leave the European Union?"),
        lambda plan: (plan["transfer"],),
    ),
    Point(
        ("2a",),
        message("Until when are they kept?"),
        lambda plan: (
            message("The answers of single respondents are deleted by {day}.", day=plan["retention"]),
            message("The results, in which nobody can be recognised, stay."),
        ),
    ),
    Point(("2b", "2c"), message("Which rights do I have?"), _rights),
    Point(
        ("2d",),
        message("Where can I complain?"),
        lambda plan: (
            message("At the data protection authority, such as that of the country where you live or work."),
        ),
    ),
    Point(
        ("2f",),
        message("Does a machine decide about me?"),
        lambda plan: (message("No. Nothing is decided about you automatically, and no profile of you is made."),),
    ),
)
"""The notice: every point of Article 13(1) and (2) GDPR, and what people ask besides."""


RECORD = message("What is kept where: for your own records")


def write_privacy_notice(plan: Plan, path: str | Path, lang: str = "en", *, required: bool = False) -> Path:
    """Write the privacy notice for respondents, on one page.

    Parameters
    ----------
    plan : Plan
        What it does not say becomes a gap to fill in.
    path : str or Path
        A name that ends in ``.docx``.
    lang : str
        The language of the notice, one of `kiptools.LANGUAGES`; what the plan says stays as it was written.
    required : bool
        Whether some question of the questionnaire requires an answer, so that it cannot be left out.

    Returns
    -------
    Path

    Raises
    ------
    KipError
        There is such a file already, its name ends otherwise, or it cannot be written.

    References
    ----------
    Regulation (EU) 2016/679 (General Data Protection Regulation), Articles 13 and 30, Recital 26.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_privacy_notice(Plan(), f"{folder}/notice.docx", "fr").name
    'notice.docx'
    """
    path, language = new_file(path), Language(lang)
    filled = Filled(plan, language, required)
    title = language.say(message("Privacy notice for the survey of partners"))
    made = document(title, language)
    write(paragraph(made, ""), language.say(NOT_ADVICE), bold=True)
    _add_points(made, filled, title)
    save(made, path)
    return path


def write_data_record(plan: Plan, path: str | Path, lang: str = "en") -> Path:
    """Write for the office what is kept where, who sees it, and until when; it is not for respondents.

    Parameters
    ----------
    plan : Plan
        What it does not say becomes a gap to fill in.
    path : str or Path
        A name that ends in ``.docx``.
    lang : str
        The language of the record, one of `kiptools.LANGUAGES`.

    Returns
    -------
    Path

    Raises
    ------
    KipError
        There is such a file already, its name ends otherwise, or it cannot be written.

    References
    ----------
    Regulation (EU) 2016/679 (General Data Protection Regulation), Article 30.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_data_record(Plan(), f"{folder}/record.docx").name
    'record.docx'
    """
    path, language = new_file(path), Language(lang)
    made = document(language.say(RECORD), language)
    write(paragraph(made, ""), language.say(NOT_ADVICE), bold=True)
    _add_record(made, Filled(plan, language))
    save(made, path)
    return path


def _add_points(made: Document, filled: Filled, title: str) -> None:
    from docx.shared import Pt

    say = filled.language.say
    texts = [[say(part) if isinstance(part, Message) else part for part in point.text(filled)] for point in POINTS]
    rows = [(say(point.heading), first) for point, (first, *_) in zip(POINTS, texts, strict=True)]
    grid = table(
        made,
        [say(message("Question")), say(message("Answer"))],
        rows,
        widths=[4.2, WIDTH - 4.2],
        title=title,
        description=say(message("Each row is a question that you may have, and its answer.")),
    )
    for row, (_, *others) in zip(grid.rows[1:], texts, strict=True):
        for other in others:
            paragraph(row.cells[1], other).paragraph_format.space_after = 0
    for text in (each for row in grid.rows for cell in row.cells for each in cell.paragraphs):
        text.paragraph_format.line_spacing = 1  # so that other languages than English fit on the page
        for run in text.runs:
            run.font.size = Pt(10)
    _set_bold(grid)


def _set_bold(grid: Table) -> None:
    """The first column, which heads the rows."""
    for row in grid.rows[1:]:
        for run in row.cells[0].paragraphs[0].runs:
            run.bold = True


def _add_record(made: Document, filled: Filled) -> None:
    """What is kept where, who sees it, and until when: for the office's record of processing (Article 30 GDPR)."""
    say = filled.language.say
    title = say(RECORD)
    deleted = filled["retention"]
    rows = [
        (say(message("Answers of single respondents")), filled["processor"], filled["recipients"], deleted),
        (
            say(message("Addresses for invitations and reminders")),
            say(message("List of partners: {controller}", controller=filled["controller"])),
            filled["contact"],
            say(message("As long as the list of partners is kept")),
        ),
        (
            say(message("Results without groups of fewer than {fewest}", fewest=FEWEST_TO_SHOW)),
            say(message("Reports")),
            filled["users"],
            say(message("Without limit")),
        ),
    ]
    if filled.plan.traceable is not False:
        whose = say(message("What tells whose answers they are"))
        rows.insert(1, (whose, filled["processor"], filled["recipients"], deleted))
    head = [
        say(message("What")),
        say(message("Where")),
        say(message("Who sees it")),
        say(message("Until when")),
    ]
    what = say(message("Each row is something that is kept: where, who sees it, and until when."))
    _set_bold(table(made, head, rows, widths=[3.8, 4.2, 5.5, WIDTH - 13.5], title=title, description=what))


# --- the letters ---------------------------------------------------------------------------------------


def write_invitations(
    plan: Plan, path: str | Path, lang: str = "en", *, minutes: int | None = None, questions: int | None = None
) -> Path:
    """Write the letters to partners: invitation, two reminders, thanks.

    Parameters
    ----------
    plan : Plan
        What it does not say becomes a gap to fill in; of a gift nothing is said unless the plan has one.
    path : str or Path
        A name that ends in ``.docx``.
    lang : str
        The language of the letters, one of `kiptools.LANGUAGES`; what the plan says stays as it was written.
    minutes, questions : int, optional
        How long answering takes, and how many questions there are.

    Returns
    -------
    Path

    Raises
    ------
    KipError
        There is such a file already, its name ends otherwise, or it cannot be written.

    References
    ----------
    Dillman, D. A., Smyth, J. D. & Christian, L. M. (2014). Internet, Phone, Mail, and Mixed-Mode Surveys: The Tailored
    Design Method (4th ed.). Wiley.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_invitations(Plan(), f"{folder}/letters.docx", "hr", minutes=12).name
    'letters.docx'
    """
    path, language = new_file(path), Language(lang)
    filled = Filled(plan, language)
    made = document(language.say(message("Letters to partners")), language)
    letters = (
        (
            message("Invitation"),
            message("How do we work together? Please answer by {day}", day=filled["closing"]),
            _invitation(filled, minutes, questions),
        ),
        (
            message("First reminder"),
            message("A reminder: how do we work together?"),
            _first_reminder(filled, minutes),
        ),
        (
            message("Last reminder"),
            message("The survey of partners ends on {day}", day=filled["closing"]),
            _last_reminder(filled, minutes),
        ),
        (message("Thanks, after the last day"), message("Thank you, and what happens next"), _thanks(filled)),
    )
    for number, (name, subject, body) in enumerate(letters):
        paragraph(made, language.say(name), "Heading 1").paragraph_format.page_break_before = number == 2
        write(paragraph(made, ""), language.say(message("Subject: {subject}", subject=subject)), bold=True)
        for sentences in (DEAR,), *body:
            paragraph(made, " ".join(map(language.say, sentences)))
        paragraph(made, filled["controller"])
    save(made, path)
    return path


def _invitation(plan: Filled, minutes: int | None, questions: int | None) -> Body:
    yield (
        message(
            "{controller} asks its partners how they see working together. We ask you because your organisation is one "
            "of them, and nobody else can say how you see it.",
            controller=plan["controller"],
        ),
    )
    yield (_decision(plan),)
    if questions:
        number = counted(
            "The questionnaire has {count} question.", "The questionnaire has {count} questions.", questions
        )
        yield number, _how_long(plan, minutes), _by_when(plan)
    else:
        yield _how_long(plan, minutes), _by_when(plan)
    yield from _where(plan)
    yield _voluntary(plan)
    if plan.plan["incentive"]:
        yield (message("As a thank-you: {incentive}.", incentive=plan.end("incentive")),)
    yield (message("You get the results on {day}.", day=plan["results"]), _questions_to(plan))
    yield (THANKS,)


def _first_reminder(plan: Filled, minutes: int | None) -> Body:
    yield (
        message("On {day} we invited you to say how you see working together with us.", day=plan["opening"]),
        _answered_already(plan),
    )
    yield _how_long(plan, minutes), _by_when(plan)
    yield from _where(plan)
    yield _voluntary(plan)
    yield (message("If something keeps you from answering, please tell us: {contact}", contact=plan["contact"]),)
    yield (THANKS,)


def _last_reminder(plan: Filled, minutes: int | None) -> Body:
    yield (
        message(
            "This is our last letter before the survey ends. The more different partners answer, the better the "
            "results show how all of them see working together."
        ),
        _answered_already(plan),
    )
    yield _how_long(plan, minutes), _by_when(plan)
    yield from _where(plan)
    yield _voluntary(plan)
    yield (
        message("If you would rather not answer, you need not do anything, and nothing follows from it."),
        _questions_to(plan),
    )
    yield (THANKS,)


def _thanks(plan: Filled) -> Body:
    yield (message("The survey of partners has ended. Thank you to all who answered."),)
    yield (
        message(
            "On {day} we send the results to all partners who were asked, whether they answered or not.",
            day=plan["results"],
        ),
        message("No report shows what fewer than {fewest} partners answered.", fewest=FEWEST_TO_SHOW),
    )
    yield _decision(plan), message("We will tell you what was decided and why.")
    yield (_questions_to(plan),)


def _decision(plan: Filled) -> Message:
    return message("What will be decided with the results: {decision}.", decision=plan.end("decision"))


def _questions_to(plan: Filled) -> Message:
    return message("If you have questions: {contact}", contact=plan["contact"])


def _how_long(plan: Filled, minutes: int | None) -> Message:
    if minutes is None:
        return message("Answering takes about this many minutes: {minutes}.", minutes=plan["minutes"])
    return counted("Answering takes about {count} minute.", "Answering takes about {count} minutes.", minutes)


def _where(plan: Filled) -> Body:
    mode = plan.plan.mode
    if mode in ("online", "both"):
        yield (message("This is where you answer: {link}", link=plan["link"]),)
    if mode in ("paper", "both"):
        yield (
            message(
                "The questionnaire on paper comes with this letter; please send it back to this address: {address}",
                address=plan["address"],
            ),
        )
    if mode is None:
        yield (message("This is where you answer: {link}", link=plan["link" if plan.plan["link"] else "mode"]),)


def _by_when(plan: Filled) -> Message:
    return message("Please answer by {day}.", day=plan["closing"])


def _voluntary(plan: Filled) -> tuple[Message, ...]:
    notice = message("The privacy notice that comes with this letter says what happens with your answers.")
    if plan.plan.traceable is None:
        return (message("Answering is voluntary, and the survey is {gap}.", gap=plan["key"]), notice)
    if plan.plan.traceable:
        return (message("Answering is voluntary, and your answers are treated confidentially."), notice)
    return (message("Answering is voluntary, and the survey is anonymous."), notice)


def _answered_already(plan: Filled) -> Message:
    if plan.plan.traceable is False:
        return message(
            "If you have answered already: thank you. The survey is anonymous, so we cannot see who has, and this "
            "letter goes to all."
        )
    return message("If you have answered already: thank you, and please take no notice of this letter.")
