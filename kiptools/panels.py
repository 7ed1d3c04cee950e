"""A questionnaire edited in a notebook: a form over one file.

The form writes the questionnaire's XLSForm and nothing else depends on it: a notebook that reads the file runs the same
whether or not anybody touched the form. Each control calls one function of `kiptools.drafting`; where nobody can answer
(a report that is being made), the form shows what the questionnaire asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from kiptools import drafting
from kiptools.codebook import Codebook, Item, language_name, read_xlsform, write_codebook
from kiptools.controls import CLOSE, WIDE, Controls, Form, KeptFile, note, offer
from kiptools.drafting import Draft, open_draft
from kiptools.fielding.checks import not_carried
from kiptools.language import Language
from kiptools.messages import KipError, Message, counted, message
from kiptools.questionnaires import draft_questionnaire
from kiptools.show.html import Rendered, join, paragraph, table

__all__ = ["QuestionnaireForm", "questionnaire_form"]

Check = Callable[[Codebook], Any]
"""Reads a questionnaire critically: `kiptools.critique.review`, or anything that gives findings like its."""

_SHEETS = ("survey.csv", "choices.csv", "settings.csv")


def questionnaire_form(
    path: str | Path, *, lang: str = "en", bank: Codebook | None = None, check: Check | None = None
) -> QuestionnaireForm:
    """A form in which a questionnaire is put together and worded.

    Parameters
    ----------
    path : str or Path
        The questionnaire: ``something.xlsx``, or a folder of CSV files. If there is none, one with all topics of the
        bank is written first.
    lang : str
        The language of the form itself, one of `kiptools.LANGUAGES`.
    bank : Codebook or None
        Where statements come from; None for the kit's own (`item_bank`).
    check : callable or None
        What reads the questionnaire critically; None for `review`.

    Returns
    -------
    QuestionnaireForm
        The last line of a cell shows it.

    Raises
    ------
    KipError
        There is a file that is no questionnaire (it stays as it is), or the place cannot be written to.
    """
    kept, bank, language = KeptFile(Path(path), _SHEETS), bank or draft_questionnaire(), Language(lang)
    if not kept.possible:
        raise KipError(
            message("{file} cannot hold a questionnaire; give a name that ends in .xlsx, or a folder.", file=str(path))
        )
    if new := kept.new:
        kept.write(lambda: write_codebook(bank, path))
    codebook = bank if new else read_xlsform(path)
    form = QuestionnaireForm(kept, open_draft(codebook, bank), language, check or _review)
    form.said = () if new else not_carried(kept.path)
    return form


def _review(codebook: Codebook) -> Any:
    from kiptools.critique import review

    return review(codebook)


class QuestionnaireForm(Form):
    """A form over one questionnaire (made by `questionnaire_form`).

    Attributes
    ----------
    draft : Draft
        What is being edited; ``form.draft.codebook`` is the questionnaire as it stands.
    controls : QuestionnaireControls
    """

    def __init__(self, kept: KeptFile, draft: Draft, language: Language, check: Check) -> None:
        super().__init__(kept, draft, language, saved=True)
        self.check = check
        self._checked: tuple[Codebook, Any] | None = None

    @property
    def draft(self) -> Draft:
        return self.state

    @property
    def value(self) -> Codebook:
        return self.draft.codebook

    def _write(self, value: Codebook) -> None:
        if not value.items:
            raise KipError(message("There is no question to save; choose a topic first."))
        write_codebook(value, self.path)

    def _new_controls(self) -> QuestionnaireControls:
        return QuestionnaireControls(self)

    @property
    def review(self) -> Any:
        """What the check says about the questionnaire as it stands."""
        if self._checked is None or self._checked[0] != self.draft.codebook:
            self._checked = (self.draft.codebook, self.check(self.draft.codebook))
        return self._checked[1]

    @property
    def findings(self) -> tuple[Any, ...]:
        """What should be looked at in the questionnaire as it stands."""
        return tuple(getattr(self.review, "findings", self.review))

    def word(self, name: str, language: str, text: str) -> bool:
        """Word a question differently in one language, and say what else may have to be worded anew.

        Parameters
        ----------
        name : str
        language : str
        text : str

        Returns
        -------
        bool
            Whether it was accepted.
        """
        before = self.draft
        if not self.change(drafting.with_wording, name, language, text) or self.draft is before:
            return self.draft is not before
        item, draft = self.draft.whole[name], self.draft
        others = [code for code, _ in item.wording.texts if code in draft.languages and code != language]
        if others:
            names = tuple(map(language_name, others))
            self.said += (message("The wording in {names} is as it was; change it too if it should be.", names=names),)
        if name in draft.twins and draft.asks(draft.twins[name]) and not draft.follows(name, language):
            self.said += (message("The question how important it is has words of its own; they are as they were."),)
        return True

    def summary(self) -> Rendered:
        """What the questionnaire asks, to be read only."""
        say, codebook = self.language.say, self.draft.codebook
        shown = _first_language(self.draft, self.language)
        titles = {construct.name: construct.wording.in_language(shown) for construct in codebook.constructs}
        statements = [item for topic in titles for item in self.draft.statements(topic)]
        rows = [
            [str(number), titles[item.construct], item.wording.in_language(shown)]
            for number, item in enumerate(statements, start=1)
        ]
        title = codebook.title.in_language(shown) or say(message("Questionnaire"))
        heads = [say(message("No.")), say(message("Topic")), say(message("Statement"))]
        facts = paragraph(" ".join(say(part) for part in self.facts()))
        return join([table(title, heads, rows, words=True), facts]) if rows else join([paragraph(title), facts])

    def facts(self) -> tuple[Message, ...]:
        """How long the questionnaire is, and in which languages."""
        codebook = self.draft.codebook
        names = tuple(map(language_name, codebook.languages))
        facts = [
            counted(
                "The questionnaire has {count} question.",
                "The questionnaire has {count} questions.",
                len(codebook.items),
            )
        ]
        twice = sum(item.role == "importance" for item in codebook.items)
        if twice:
            facts.append(
                counted(
                    "{count} of them asks how important a statement is.",
                    "{count} of them ask how important a statement is.",
                    twice,
                )
            )
        if names:
            facts.append(counted("Language: {names}.", "Languages: {names}.", len(names), names=names))
        return (*facts, *self._minutes())

    def _minutes(self) -> tuple[Message, ...]:
        minutes = getattr(self.review, "minutes", None)
        if minutes is None:
            return ()
        low, high = (round(float(each)) for each in (minutes if isinstance(minutes, tuple) else (minutes, minutes)))
        if low == high:
            return (counted("It takes about {count} minute.", "It takes about {count} minutes.", low),)
        return (counted("It takes {low} to {count} minute.", "It takes {low} to {count} minutes.", high, low=low),)


def _first_language(draft: Draft, language: Language) -> str:
    return language.code if language.code in draft.languages else next(iter(draft.languages), "")


# --- what a person sees -------------------------------------------------------------------------------


class _Row:
    """One statement: its wording, the wording of its question on importance, what to look at, what to do."""

    def __init__(self, controls: QuestionnaireControls, number: int) -> None:
        from ipywidgets import HTML, HBox, Layout, VBox

        self.name = ""
        self.wording = controls.text(counted("Statement {count}", "Statement {count}", number), self._say)
        self.importance = controls.text(message("Importance {number}", number=number), self._say_twin)
        self.findings = HTML(layout=Layout(**WIDE))
        self.remove = controls.button(message("Remove {number}", number=number), self._act(drafting.without))
        self.up = controls.button(message("Move {number} up", number=number), self._act(drafting.moved, -1))
        self.down = controls.button(message("Move {number} down", number=number), self._act(drafting.moved, 1))
        buttons = HBox([self.remove, self.up, self.down])
        self.box = VBox([self.wording, self.importance, self.findings, buttons], layout=Layout(margin="0 0 12px 0"))
        self.controls = controls

    def _act(self, change: Callable[..., Draft], *values: object) -> Callable[[], object]:
        return lambda: self.controls.do(change, self.name, *values)

    def _say(self, text: str) -> None:
        self.controls.word(self.name, text)

    def _say_twin(self, text: str) -> None:
        self.controls.word(self.controls.form.draft.twins[self.name].name, text)

    def show(self, item: Item, findings: str, place: int, places: int) -> None:
        draft, code = self.controls.form.draft, self.controls.shown.value
        self.name = item.name
        self.wording.value = _text(item, code)
        twin = draft.twins.get(item.name)
        own = twin is not None and draft.asks(twin) and not draft.follows(item.name, code)
        self.importance.layout.display = None if own else "none"
        self.importance.value = _text(twin, code) if own and twin else ""
        self.findings.value = findings
        self.up.disabled, self.down.disabled = place == 0, place == places - 1


class _Gone:
    """A statement that is left out, and the way back."""

    def __init__(self, controls: QuestionnaireControls, number: int) -> None:
        from ipywidgets import HTML, VBox

        self.name = ""
        self.text = HTML()
        self.back = controls.button(
            message("Restore {number}", number=number), lambda: controls.do(drafting.restored, self.name)
        )
        self.box = VBox([self.text, self.back])

    def show(self, item: Item, language: str) -> None:
        self.name = item.name
        self.text.value = f"<p style='{CLOSE}'>{escape(item.wording.in_language(language))}</p>"


class QuestionnaireControls(Controls):
    """The form's controls: plain ones, each with its label, reached by keyboard in the order in which they stand.

    One topic is shown at a time.

    Parameters
    ----------
    form : QuestionnaireForm
    """

    def __init__(self, form: QuestionnaireForm) -> None:
        from ipywidgets import HTML, Checkbox, Layout, VBox

        super().__init__(form, drafting.undone)
        self.rows: list[_Row] = []
        self.gone: list[_Gone] = []
        draft, wide = form.draft, Layout(**WIDE)
        here = _first_language(draft, form.language)
        self.facts, self.definition = HTML(), HTML()
        self.languages = {
            code: self.checkbox(language_name(code), code in draft.languages, self._choose_languages)
            for code in draft.whole.languages
        }
        self.topics = {
            topic.name: self.checkbox(
                topic.wording.in_language(here) or topic.name,
                topic.name in draft.topics,
                self._choose_topics,
                topic.definition.in_language(here),
            )
            for topic in draft.whole.constructs
        }
        self.importance = self.checkbox(
            self.say(message("Ask how important each statement is")), draft.importance, self._choose_importance
        )
        self.shown = self.dropdown(message("Wording in"), self._language_options(), self._choose_shown, value=here)
        self.topic = self.dropdown(message("Topic shown"), self._topic_options(), self._choose_shown)
        self.statements, self.left_out = VBox(layout=wide), VBox(layout=wide)
        self.new = self.text(message("New statement"))
        self.reverse = Checkbox(
            description=self.say(message("Agreeing with it is unfavourable")), indent=False, layout=wide
        )
        self.new_importance = self.text(
            message("What is important"),
            hint=message(
                "Only if agreeing is unfavourable: what would be good instead, for the question on importance."
            ),
        )
        self.add = self.button(message("Add this statement"), self._add)
        self.whole = HTML()
        self._left_heading = self.heading(message("Statements left out"))
        self._new_box = VBox([self.new, self.reverse, self.new_importance, self.add], layout=wide)
        self.box = self.together(
            [
                self.heading(message("What to ask about")),
                *(
                    part
                    for name, box in self.topics.items()
                    for part in (box, HTML(note(_definition(draft, name, here))))
                ),
                self.importance,
                self.heading(message("In which languages")),
                *self.languages.values(),
                self.heading(message("The statements")),
                self.shown,
                self.topic,
                self.definition,
                self.answer,
                self.statements,
                self._left_heading,
                self.left_out,
                self.heading(message("A statement of your own")),
                self._new_box,
                self.heading(message("The whole questionnaire")),
                self.facts,
                self.whole,
                self.undo,
                self.save,
                self.status,
            ]
        )
        self.fill()

    # doing

    def word(self, name: str, text: str) -> None:
        """Word a question differently in the language shown."""
        self.form.word(name, self.shown.value or "", text)
        self.fill()

    def _choose_shown(self, _: object) -> None:
        self.fill()

    def _choose_topics(self) -> None:
        self.do(drafting.with_constructs, [name for name, box in self.topics.items() if box.value])

    def _choose_languages(self) -> None:
        self.do(drafting.with_languages, [code for code, box in self.languages.items() if box.value])

    def _choose_importance(self) -> None:
        self.do(drafting.with_importance, self.importance.value)

    def _add(self) -> None:
        added = self.do(
            drafting.with_statement,
            self.topic.value,
            self.shown.value,
            self.new.value,
            reverse=self.reverse.value,
            importance=self.new_importance.value,
        )
        if added:
            self.new.value, self.reverse.value, self.new_importance.value = "", False, ""

    # showing

    def _language_options(self) -> list[tuple[str, str]]:
        return [(language_name(code), code) for code in self.form.draft.languages] or [("-", "")]

    def _topic_options(self) -> list[tuple[str, str]]:
        draft, here = self.form.draft, _first_language(self.form.draft, self.form.language)
        return [
            (topic.wording.in_language(here) or topic.name, topic.name)
            for topic in draft.whole.constructs
            if topic.name in draft.topics
        ]

    def _fill(self) -> None:
        form, draft = self.form, self.form.draft
        for name, box in self.topics.items():
            box.value = name in draft.topics
        for code, box in self.languages.items():
            box.value = code in draft.languages
        self.importance.value = draft.importance
        offer(self.shown, self._language_options())
        offer(self.topic, self._topic_options())
        topic, code = self.topic.value, self.shown.value
        items = draft.statements(topic) if topic else ()
        self.definition.value = note(_definition(draft, topic, code)) if topic else ""
        rows = self._rows(self.rows, _Row, self.statements, len(items))
        for place, (row, item) in enumerate(zip(rows, items, strict=True)):
            row.show(item, self.listed(self._about(item, code)), place, len(items))
        left = draft.left_out(topic) if topic else ()
        for gone, item in zip(self._rows(self.gone, _Gone, self.left_out, len(left)), left, strict=True):
            gone.show(item, code)
        self._left_heading.layout.display = None if left else "none"
        self.add.disabled = not topic
        self.facts.value = note(*map(self.say, form.facts()))
        self.whole.value = self.listed(self._about_the_whole(code))

    def _about(self, item: Item, language: str) -> tuple[Message, ...]:
        """What to look at in a statement and its question on importance, in the language shown."""
        found = (each for each in self._in_language(language) if item.name in self._statements(each))
        return tuple(dict.fromkeys(line for finding in found for line in (finding.what, finding.pattern)))

    def _about_the_whole(self, language: str) -> Iterator[Message]:
        """How much to look at there is elsewhere, and everything that is about no statement."""
        draft = self.form.draft
        counts = {
            title: sum(bool(self._about(item, language)) for item in draft.statements(topic))
            for title, topic in self._topic_options()
        }
        for code in draft.languages:
            if code != language:
                counts[language_name(code)] = sum(each.language == code for each in self.form.findings)
        for title, count in counts.items():
            if count:
                yield counted(
                    "{part}: {count} point to look at.", "{part}: {count} points to look at.", count, part=title
                )
        for finding in self._in_language(language):
            if not self._statements(finding):
                yield from (finding.what, finding.pattern)

    def _in_language(self, language: str) -> Iterator[Any]:
        return (each for each in self.form.findings if each.language in ("", language))

    def _statements(self, finding: Any) -> set[str]:
        """The one or two statements that a finding is about; none if it is about more, or about something else."""
        draft = self.form.draft
        names = {draft.statement_of.get(name, name) for name in finding.items}
        rated = {item.name for item in draft.codebook.items if item.construct}
        return names if len(names) <= 2 and names <= rated else set()


def _definition(draft: Draft, topic: str, language: str) -> str:
    return next(each for each in draft.whole.constructs if each.name == topic).definition.in_language(language)


def _text(item: Item, language: str) -> str:
    return dict(item.wording.texts).get(language, "")
