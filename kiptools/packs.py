"""Everything that goes out with a questionnaire, in one folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kiptools.calendars import write_calendar
from kiptools.codebook import Codebook, write_codebook
from kiptools.fielding.entry import write_entry_sheet
from kiptools.fielding.letters import write_data_record, write_invitations, write_privacy_notice
from kiptools.fielding.limesurvey import not_for_limesurvey, write_limesurvey
from kiptools.fielding.paper import write_paper_form
from kiptools.fielding.paste import write_paste_text
from kiptools.language import LANGUAGES
from kiptools.messages import KipError, Message, message
from kiptools.places import new_folder, refuse_existing
from kiptools.plan import Plan
from kiptools.questionnaires import only_languages
from kiptools.schedule import fielding_calendar

__all__ = ["Pack", "write_fielding_pack"]

Writer = Callable[[Path], object]
"""Writes one file into a folder."""


@dataclass(frozen=True)
class Pack:
    """What `write_fielding_pack` wrote.

    Parameters
    ----------
    folder : Path
    left_out : tuple of Message
        Which file the pack does not have, and why; empty if it has all.
    """

    folder: Path
    left_out: tuple[Message, ...] = ()


def write_fielding_pack(
    codebook: Codebook,
    folder: str | Path,
    plan: Plan | None = None,
    *,
    languages: Iterable[str] | None = None,
    minutes: int | None = None,
) -> Pack:
    """Write everything that a questionnaire needs to be answered: forms, letters, notice, days.

    Parameters
    ----------
    codebook : Codebook
    folder : str or Path
        A folder that does not exist yet.
    plan : Plan or None
        What is decided; where it says nothing, letters and notice have a gap to fill in. If answers come online only,
        nothing is written for paper, and the other way round.
    languages : iterable of str or None
        Languages of the questionnaire, the first one first; None for all of those that the kit speaks.
    minutes : int or None
        How long answering takes, for the invitation.

    Returns
    -------
    Pack
        Its folder has ``questionnaire.xlsx`` (XLSForm, for KoboToolbox and ODK; it is also the codebook with which the
        answers are read), ``limesurvey.txt`` if LimeSurvey can follow the questionnaire's conditions; for each
        language a printable questionnaire, a data-entry sheet, a text to make a Google or Microsoft form from, the
        privacy notice and the letters; ``fielding.ics`` if the plan has a day of opening.

    Raises
    ------
    KipError
        The folder exists or cannot be written, the questionnaire does not have such a language, or none of the kit's.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from kiptools import draft_questionnaire
    >>> with TemporaryDirectory() as place:
    ...     pack = write_fielding_pack(draft_questionnaire(["trust"]), f"{place}/pack", languages=["fr"])
    ...     sorted(path.name for path in pack.folder.iterdir())[:3]
    ['data-entry-fr.xlsx', 'data-record-fr.docx', 'forms-fr.txt']
    """
    folder, plan = Path(folder), plan or Plan()
    refuse_existing(folder)  # before anything else is found fault with
    asked = codebook if languages is None else only_languages(codebook, languages)
    codes = [code for code in asked.languages if code in LANGUAGES]
    if not codes:
        raise KipError(
            message(
                'The questionnaire does not say which language it is in; name its columns like "label::English (en)", '
                "with one of {codes}.",
                codes=tuple(LANGUAGES),
            )
        )
    faults = not_for_limesurvey(asked) if plan.mode != "paper" else ()
    with new_folder(folder) as new:
        for write in _writers(asked, codes, plan, minutes, limesurvey=plan.mode != "paper" and not faults):
            write(new)
    if not faults:
        return Pack(folder)
    why = message("The pack has no limesurvey.txt, as LimeSurvey cannot follow every condition of the questionnaire.")
    return Pack(folder, (why, *faults))


def _writers(
    codebook: Codebook, codes: list[str], plan: Plan, minutes: int | None, *, limesurvey: bool
) -> Iterator[Writer]:
    """What writes each file into a folder."""
    yield lambda into: write_codebook(codebook, into / "questionnaire.xlsx")
    if limesurvey:
        yield lambda into: write_limesurvey(codebook, into / "limesurvey.txt", languages=codes)
    if plan.day("opening"):
        yield lambda into: write_calendar(fielding_calendar(plan), into / "fielding.ics", lang=codes[0])
    for code in codes:
        yield from _writers_in(code, codebook, plan, minutes)


def _writers_in(code: str, codebook: Codebook, plan: Plan, minutes: int | None) -> Iterator[Writer]:
    """What writes each file that is in one language."""
    if plan.mode != "paper":
        yield lambda into: write_paste_text(codebook, into / f"forms-{code}.txt", code)
    if plan.mode != "online":
        form, organisation = f"questionnaire-{code}.docx", plan["controller"]
        yield lambda into: write_paper_form(codebook, into / form, code, organisation=organisation)
        yield lambda into: write_entry_sheet(codebook, into / f"data-entry-{code}.xlsx", code)
    count, required = len(codebook.items), any(item.required for item in codebook.items)
    yield lambda into: write_privacy_notice(plan, into / f"privacy-notice-{code}.docx", code, required=required)
    yield lambda into: write_data_record(plan, into / f"data-record-{code}.docx", code)
    yield lambda into: write_invitations(plan, into / f"letters-{code}.docx", code, minutes=minutes, questions=count)
