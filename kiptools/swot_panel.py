"""A SWOT worked on in a notebook, by a group in front of a projector: a form over one file.

The form writes the SWOT's spreadsheet and nothing else depends on it: a notebook that reads the file runs the same
whether or not anybody touched the form. Each control calls one function of `kiptools.workshop`. One step is shown at a
time; while people rate, nothing that comes from another person's ratings is in any control.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

from kiptools import workshop as work
from kiptools.confidentiality import FEWEST_TO_SHOW
from kiptools.controls import CLOSE, WIDE, Controls, Form, KeptFile, note, offer
from kiptools.fields import Category, categories
from kiptools.language import Language
from kiptools.messages import KipError, Message, cut, message
from kiptools.ranking import rank
from kiptools.show import Show
from kiptools.show.html import Rendered, join
from kiptools.strategies import tows
from kiptools.swot import INTERACTIONS, LEVELS, QUADRANTS, Factor, Pair, Swot
from kiptools.swot_fields import DECISIONS, WORDS, joined
from kiptools.swot_reading import left_out, read_swot
from kiptools.swot_workbook import write_swot
from kiptools.tasks import Task, critical_path
from kiptools.workshop import Workshop, open_workshop

__all__ = ["SwotForm", "swot_form"]

STEPS = {
    "factors": message("1 Factors"),
    "ratings": message("2 Ratings"),
    "results": message("3 What the room says"),
    "strategies": message("4 Strategies"),
    "tasks": message("5 Tasks"),
}
_SOURCE = {"": message("None: it is an opinion")} | WORDS["source"]
_DECISION = {"": message("open")} | WORDS["decision"]
_WRAP = {"flex_flow": "row wrap"}
_OPEN = -1
_LONGEST_LABEL = 60
ALL_FIRST = message(
    "Add everybody who will rate before the first has finished: once {fewest} have and nobody is left, what the room "
    "says can be seen, and nobody can be added.",
    fewest=FEWEST_TO_SHOW,
)


def swot_form(path: str | Path, *, lang: str = "en") -> SwotForm:
    """A form in which a group builds a SWOT, rates it, and decides what follows.

    Parameters
    ----------
    path : str or Path
        The SWOT: ``something.xlsx``, or a folder of CSV files. If there is none, it is written when it is saved first.
    lang : str
        The language of the form and of the file that it writes, one of `kiptools.LANGUAGES`.

    Returns
    -------
    SwotForm
        The last line of a cell shows it.

    Raises
    ------
    KipError
        There is a file that is no SWOT (it stays as it is).

    Examples
    --------
    >>> from kiptools.workshop import with_factor
    >>> form = swot_form("no-such-file.xlsx")
    >>> form.change(with_factor, "strength", "We know each other"), form.value["S1"].text
    (True, 'We know each other')
    """
    kept, language = KeptFile(Path(path)), Language(lang)
    if not kept.possible:
        raise KipError(
            message("{file} cannot hold a SWOT; give a name that ends in .xlsx, or a folder.", file=str(path))
        )
    swot = None if kept.new else read_swot(path)
    form = SwotForm(kept, open_workshop(swot or Swot()), language, saved=swot is not None)
    lost = () if kept.new else left_out(kept.path)
    if lost:
        form.said = (*lost, message("Saving writes only what stands in this form."))
    if swot not in (None, form.value):
        form.said = (
            *form.said,
            message(
                "In {file} nobody is marked as finished, so everybody who has rated counts as finished. Whoever has "
                "not finished begins again in step 2.",
                file=kept.path.name,
            ),
        )
    return form


class SwotForm(Form):
    """A form over one SWOT (made by `swot_form`).

    Attributes
    ----------
    workshop : Workshop
        What is being worked on.
    controls : SwotControls
    """

    @property
    def workshop(self) -> Workshop:
        return self.state

    @property
    def value(self) -> Swot:
        """The SWOT as it stands."""
        return self.workshop.swot

    def _write(self, value: Swot) -> None:
        if not value.factors:
            raise KipError(message("There is nothing to save yet; add a factor first."))
        write_swot(value, self.path, lang=self.language.code)

    def _new_controls(self) -> SwotControls:
        return SwotControls(self)

    def summary(self) -> Rendered:
        """The factors, to be read only; nothing in it comes from ratings."""
        show, unrated = Show(self.language.code), replace(self.value, ratings=())
        return join([show.sentence(unrated), show.table(unrated)])


# --- what a person sees -------------------------------------------------------------------------------


class SwotControls(Controls):
    """The form's controls, one step at a time.

    Parameters
    ----------
    form : SwotForm
    """

    def __init__(self, form: SwotForm) -> None:
        from ipywidgets import Layout, VBox

        super().__init__(form, lambda workshop: work.undone(workshop, self.ratings.rater))
        self._asked: object = None
        self._here = "factors"
        self.step = self.dropdown(message("Step"), self.options(STEPS), self._go)
        self.factors, self.ratings, self.results = _Factors(self), _Ratings(self), _Results(self)
        self.strategies, self.tasks = _Strategies(self), _Tasks(self)
        self.sections: dict[str, Any] = {
            "factors": self.factors,
            "ratings": self.ratings,
            "results": self.results,
            "strategies": self.strategies,
            "tasks": self.tasks,
        }
        self.section = VBox(layout=Layout(**WIDE))
        self.box = self.together([self.step, self.section, self.answer, self.undo, self.save, self.status])
        self.fill()

    def options(self, labels: Mapping[Any, Message]) -> list[tuple[str, Any]]:
        """What a dropdown offers."""
        return [(self.say(label), value) for value, label in labels.items()]

    def do(self, change: Callable[..., Workshop], *values: Any, **options: Any) -> bool:
        """Change the workshop and show what has become of it."""
        self._asked = None
        return super().do(change, *values, **options)

    def refresh(self) -> None:
        """Show what was chosen; what the form said before is no longer about it."""
        self.form.said, self._asked = (), None
        self.fill()

    def say_instead(self, *said: Message) -> None:
        """Answer something else than what was said last."""
        self.form.said = said
        self.fill()

    def twice(self, what_happens: Message, change: Callable[..., Workshop], *values: Any) -> bool:
        """Do something once it is asked for a second time in a row; the first time it is said what happens then."""
        if self._asked != (asked := (change, values)):
            try:
                change(self.form.workshop, *values)
            except KipError:  # is said below
                pass
            else:
                self._asked = asked
                self.say_instead(what_happens)
                return False
        return self.do(change, *values)

    def leave(self, part: _Edited, dropdown: Any, back: Any) -> bool:
        """Whether something else can be shown: nothing typed is lost, or it is chosen a second time in a row."""
        asked = (dropdown, dropdown.value)
        if part.kept or self._asked == asked:
            return True
        label, self._filling = dropdown.label, True
        dropdown.value, self._filling = back, False
        self._asked = asked
        self.say_instead(
            message(
                'What you have typed is not kept yet: use a button below, or choose "{what}" again to drop it.',
                what=label,
            )
        )
        return False

    def _save(self) -> None:
        self._asked = None
        super()._save()

    def _go(self, _: object) -> None:
        if self._here != "strategies" or self.leave(self.strategies, self.step, self._here):
            self._here = self.step.value
            self.refresh()

    def _fill(self) -> None:
        here = self.sections[self.step.value]
        for section in self.sections.values():
            if section is not here:
                section.clear()
        here.show()
        if self.section.children != (here.box,):
            self.section.children = (here.box,)


class _Edited:
    """One thing to choose among several, and fields for what it is; nothing typed is lost by choosing another."""

    fields: tuple[Any, ...]

    def __init__(self, controls: SwotControls, label: Message) -> None:
        self.controls, self._at, self._put = controls, "", tuple[Any, ...]()
        self.chosen = controls.dropdown(label, [("", "")], self._choose)

    def typed(self) -> tuple[Any, ...]:
        """What stands in the fields."""
        return tuple(field.value for field in self.fields)

    @property
    def kept(self) -> bool:
        """Whether the fields are as they were filled."""
        return self.typed() == self._put

    def put(self, *values: Any) -> None:
        """Fill the fields."""
        for field, value in zip(self.fields, values, strict=True):
            field.value = value
        self._at, self._put = self.chosen.value, self.typed()

    def _choose(self, _: object) -> None:
        if self.controls.leave(self, self.chosen, self._at):
            self.controls.refresh()


class _Factors(_Edited):
    """Adding, changing and removing factors, and taking up what the kit proposes."""

    def __init__(self, controls: SwotControls) -> None:
        from ipywidgets import HTML, HBox, Layout, VBox

        from kiptools.show.wall import QUADRANT_NAMES

        super().__init__(controls, message("Factor"))
        self.quadrant = controls.dropdown(message("Quadrant"), controls.options(QUADRANT_NAMES))
        self.text = controls.text(message("In words"))
        self.source = controls.dropdown(message("Evidence from"), controls.options(_SOURCE))
        self.evidence = controls.text(
            message("Evidence"), hint=message("A topic of the survey, a finding of the partner list, a document.")
        )
        self.fields = (self.text, self.source, self.evidence)
        self.add = controls.button(message("Add this factor"), self._add)
        self.change = controls.button(message("Change this factor"), self._change)
        self.take_up = controls.button(message("Take up this proposal"), self._take_up)
        self.remove = controls.button(message("Remove this factor"), self._remove)
        self.list = HTML()
        self.box = VBox(
            [
                controls.heading(message("Factors of the SWOT")),
                self.chosen,
                self.quadrant,
                *self.fields,
                HBox([self.add, self.change, self.take_up, self.remove], layout=Layout(**_WRAP)),
                self.list,
            ]
        )
        self._shown: Factor | None = None

    def _add(self) -> None:
        if self.controls.do(work.with_factor, self.quadrant.value, *self.typed()):
            self.put("", "", "")
            self._say_who_rates()

    def _change(self) -> None:
        if self.controls.do(_reworded, self.chosen.value, *self.typed()):
            self._fresh(self._shown)

    def _take_up(self) -> None:
        if self.controls.do(_reworded, self.chosen.value, *self.typed(), take_up=True):
            self._say_who_rates()

    def _say_who_rates(self) -> None:
        swot = self.controls.form.value
        if not work.why_closed(swot):
            self.controls.say_instead(message("This factor gets a place only in a new round of ratings."))
        elif any(rater.finished for rater in swot.raters):
            self.controls.say_instead(message("People who have finished rate this factor only if they begin again."))

    def _remove(self) -> None:
        what_happens = message(
            "{id} is removed with its ratings, pairs and comparisons; once what the room says can be seen, this cannot "
            "be undone. Press the button again to remove it.",
            id=cut(self.chosen.value),
        )
        self.controls.twice(what_happens, work.without_factor, self.chosen.value)

    def _fresh(self, factor: Factor | None) -> None:
        self._shown, filled = factor, factor or Factor("", self.quadrant.value, "")
        self.quadrant.value = filled.quadrant
        self.put(filled.text, filled.source, filled.evidence)

    def clear(self) -> None:
        self.list.value = ""

    def show(self) -> None:
        controls, swot = self.controls, self.controls.form.value
        labels = [
            (_label(each), each.id) for quadrant in QUADRANTS for each in swot.factors if each.quadrant == quadrant
        ]
        offer(self.chosen, [(controls.say(message("A new factor")), ""), *labels])
        factor = next((each for each in swot.factors if each.id == self.chosen.value), None)
        if factor != self._shown or not self._put:
            self._fresh(factor)
        self.quadrant.disabled = self.add.disabled = factor is not None
        self.change.disabled = self.remove.disabled = factor is None
        self.take_up.disabled = factor is None or not factor.proposed
        self.list.value = controls.form.summary().html


class _Rating:
    """One factor, and what one person says of it."""

    def __init__(self, controls: SwotControls, number: int) -> None:
        from ipywidgets import HTML, Layout, VBox

        levels = [(controls.say(message("not rated")), 0), *((str(level), level) for level in LEVELS)]
        self.controls, self.id = controls, ""
        self.text = HTML()
        self.importance = controls.dropdown(message("Importance"), levels, self._say("importance"), width="70%")
        self.degree = controls.dropdown(message("How well we do"), levels, self._say("degree"), width="70%")
        self.box = VBox([self.text, self.importance, self.degree], layout=Layout(margin="0 0 12px 0"))

    def _say(self, part: str) -> Callable[[int], object]:
        return lambda level: self.controls.ratings.rate(self.id, part, level)

    def clear(self) -> None:
        self.id, self.text.value, self.importance.value, self.degree.value = "", "", 0, 0

    def show(self, factor: Factor, rater: str) -> None:
        name, say = _label(factor), self.controls.say
        rating = self.controls.form.value.rating(rater, factor.id)
        self.id = factor.id
        self.text.value = f'<p style="{CLOSE}"><strong>{escape(factor.id)}</strong> {escape(factor.text)}</p>'
        self.importance.description = say(message("{factor}: importance", factor=name))
        self.degree.description = say(
            message("{factor}: how well we do", factor=name)
            if factor.internal
            else message("{factor}: how likely it is", factor=name)
        )
        self.importance.value, self.degree.value = rating.importance or 0, rating.degree or 0


class _Ratings:
    """People rate in turn; only what the person said who has begun is in the controls.

    Choosing somebody shows nothing yet: whoever chooses by keyboard passes others on the way.
    """

    def __init__(self, controls: SwotControls) -> None:
        from ipywidgets import HTML, HBox, Layout, VBox

        self.controls, self.rows, self.rater = controls, list[_Rating](), ""
        self.who = controls.dropdown(message("Who rates now"), [("", "")], lambda _: self._turn())
        self.begin = controls.button(message("Begin to rate"), self._begin)
        self.note, self.people = HTML(), HTML()
        self.factors = VBox()
        self.done = controls.button(message("I have finished"), self._finish)
        self.name = controls.text(
            message("New person"), hint=message("Best a letter or a sign that only the person knows."), rows=1
        )
        self.kind = controls.dropdown(
            message("Organisation"),
            [
                (controls.say(message("not said")), ""),
                *((Category("type", name).in_language(controls.language.code), name) for name in categories("type")),
            ],
        )
        self.add = controls.button(message("Add this person"), self._add)
        self.person = controls.dropdown(message("Person"), [("", "")], lambda _: controls.refresh())
        self.again = controls.button(message("Begin again from nothing"), self._again)
        self.remove = controls.button(message("Remove this person"), self._remove)
        self.anew = controls.button(message("Begin a new round (all ratings are emptied)"), self._new_round)
        self.box = VBox(
            [
                controls.heading(message("Ratings in turn")),
                self.who,
                self.begin,
                self.note,
                self.factors,
                self.done,
                controls.heading(message("People who rate")),
                HTML(note(controls.say(ALL_FIRST))),
                self.people,
                self.name,
                self.kind,
                self.add,
                self.person,
                HBox([self.again, self.remove], layout=Layout(**_WRAP)),
                self.anew,
            ]
        )

    def rate(self, id: str, part: str, level: int) -> None:
        self.controls.do(work.rated, self.rater, id, **{part: level or None})

    def _turn(self) -> None:
        self.empty()
        self.controls.refresh()

    def _begin(self) -> None:
        self.empty()
        self.rater = self.who.value
        self.controls.refresh()

    def _call(self, name: str) -> None:
        self.who.value = name
        self._begin()

    def _finish(self) -> None:
        if self.controls.form.change(work.finished, self.rater):
            self.empty()
            self.controls.say_instead(message("Thank you; your ratings are closed. The next person can rate."))
        else:
            self.controls.fill()

    def _add(self) -> None:
        if self.controls.do(work.with_rater, self.name.value, self.kind.value):
            self.name.value, self.kind.value = "", ""
            self._call(self.controls.form.value.raters[-1].name)

    def _again(self) -> None:
        name = self.person.value
        what_happens = message(
            "All ratings of {name} are emptied. Press the button again to begin from nothing.", name=cut(name)
        )
        if self.controls.twice(what_happens, work.reopened, name):
            self._call(name)

    def _remove(self) -> None:
        name = self.person.value
        what_happens = message(
            "{name} is removed with all ratings that this person gave. Press the button again to remove the person.",
            name=cut(name),
        )
        self.controls.twice(what_happens, work.without_rater, name)

    def _new_round(self) -> None:
        what_happens = message(
            "All ratings of all people are emptied and cannot be brought back, and what the room says is closed until "
            "everybody has rated again. Press the button again to begin a new round."
        )
        if self.controls.twice(what_happens, work.new_round):
            self.controls.say_instead(message("A new round has begun; nobody has rated yet."))

    def empty(self) -> None:
        """Take all ratings out of the controls."""
        self.rater = ""
        filling, self.controls._filling = self.controls._filling, True
        for row in self.rows:
            row.clear()
        self.controls._filling = filling

    def clear(self) -> None:
        self.who.value = ""
        self.factors.children = ()
        self.empty()

    def show(self) -> None:
        controls, swot = self.controls, self.controls.form.value
        say = controls.say
        waiting = [(cut(each.name), each.name) for each in swot.raters if not each.finished]
        offer(self.who, [(say(message("Nobody")), ""), *waiting])
        offer(self.person, [(cut(each.name), each.name) for each in swot.raters] or [("-", "")])
        self.again.disabled = self.remove.disabled = not swot.raters
        self.anew.disabled = bool(work.why_closed(swot))
        if self.rater != self.who.value:
            self.empty()
        factors = [each for quadrant in QUADRANTS for each in swot.of(quadrant)] if self.rater else []
        rows = controls._rows(self.rows, _Rating, self.factors, len(factors))
        for row in self.rows[len(rows) :]:
            row.clear()
        for row, factor in zip(rows, factors, strict=True):
            row.show(factor, self.rater)
        self.done.disabled = not self.rater
        self.begin.disabled = not self.who.value
        self.note.value = note(say(self._what_to_do(bool(swot.accepted_factors))))
        self.people.value = controls.listed(
            message("{name}: finished", name=cut(each.name))
            if each.finished
            else message("{name}: not finished", name=cut(each.name))
            for each in swot.raters
        )

    def _what_to_do(self, factors: bool) -> Message:
        if not factors:
            return message("There is no factor to rate yet; add factors in step 1.")
        if not self.anew.disabled:
            return work.SEEN
        if not self.who.value:
            return message("Choose who rates now, or add a person below. The others look away.")
        if not self.rater:
            return message("{name} can begin to rate now. The others look away.", name=cut(self.who.value))
        return message("1 is least and 5 is most; leave open what you cannot judge.")


class _Results:
    """What the room says, once it may be shown."""

    def __init__(self, controls: SwotControls) -> None:
        from ipywidgets import HTML, VBox

        self.controls = controls
        self.html = HTML()
        self.box = VBox([controls.heading(message("What the room says")), self.html])

    def clear(self) -> None:
        self.html.value = ""

    def show(self) -> None:
        swot, show = self.controls.form.value, Show(self.controls.language.code)
        if reasons := work.why_closed(swot):
            self.html.value = note(*map(self.controls.say, reasons))
            return
        ranking = rank(swot)
        split = ranking.disagreements
        parts = [show.sentence(ranking), show.figure(ranking), show.table(ranking), show.sentence(split)]
        self.html.value = join([*parts, *([show.table(split)] if split.rows else [])]).html


class _Strategies(_Edited):
    """Pairs of factors, for the group to accept or reject."""

    def __init__(self, controls: SwotControls) -> None:
        from ipywidgets import HTML, VBox

        super().__init__(controls, message("Pair"))
        self.reasons, self.list, self.words = HTML(), HTML(), HTML()
        levels = [(controls.say(message("not rated yet")), _OPEN), *((str(level), level) for level in INTERACTIONS)]
        self.interaction = controls.dropdown(
            message("How closely are they related, 0 (not at all) to 3 (strongly)"), levels, width="60%"
        )
        self.decision = controls.dropdown(message("Decision"), controls.options(_DECISION))
        self.strategy = controls.text(message("Strategy"), hint=message("What follows from the two, in your words."))
        self.keep = controls.button(message("Keep this decision"), self._keep)
        self.fields = (self.interaction, self.strategy, self.decision)
        self.inside = VBox([self.chosen, self.words, *self.fields, self.keep, self.list])
        self.box = VBox([controls.heading(message("From pairs to strategies")), self.reasons, self.inside])
        self._shown: Pair | None = None

    def _keep(self) -> None:
        level, strategy, decision = self.typed()
        level = None if level == _OPEN else level
        if self.controls.do(work.with_pair, *self.chosen.value, level, DECISIONS[decision], strategy):
            self._fresh(self._shown)

    def _fresh(self, pair: Pair | None) -> None:
        self._shown = pair
        pair = pair or Pair("", "")
        decision = next(key for key, value in DECISIONS.items() if value == pair.accepted)
        self.put(_OPEN if pair.interaction is None else pair.interaction, pair.strategy, decision)

    def clear(self) -> None:
        self.chosen.options = [("", "")]
        self._fresh(None)
        self.words.value = self.list.value = self.reasons.value = ""

    def show(self) -> None:
        controls, swot, show = self.controls, self.controls.form.value, Show(self.controls.language.code)
        if reasons := work.why_closed(swot):
            self.clear()
            self.reasons.value, self.inside.layout.display = note(*map(controls.say, reasons)), "none"
            return
        self.reasons.value, self.inside.layout.display = "", None
        found = tows(swot, rank(swot))
        named = {(each.internal.id, each.external.id): each for each in found.pairs}
        options: list[tuple[str, Any]] = [(f"{each.kind} {each.pair.id}", key) for key, each in named.items()]
        offer(self.chosen, options or [("-", "")])
        chosen = named.get(self.chosen.value)
        self.keep.disabled = chosen is None
        pair = chosen.pair if chosen else None
        if pair != self._shown or not self._put:
            self._fresh(pair)
        both = (chosen.internal, chosen.external) if chosen else ()
        self.words.value = "".join(f'<p style="{CLOSE}">{escape(f"{each.id} {each.text}")}</p>' for each in both)
        self.list.value = show.table(found).html


class _Tasks(_Edited):
    """What is to be done, by whom and when."""

    def __init__(self, controls: SwotControls) -> None:
        from ipywidgets import HTML, HBox, Layout, VBox

        day = message("A day like 15 January 2027 or 15/01/2027.")
        super().__init__(controls, message("Task"))
        self.what = controls.text(message("What"))
        self.goal = controls.dropdown(message("For which strategy"), [("", "")])
        self.who = controls.text(
            message("Who"), hint=message("People or organisations, with a semicolon between them."), rows=1
        )
        self.start = controls.text(message("From"), hint=day, rows=1)
        self.until = controls.text(message("Until"), hint=day, rows=1)
        self.days = controls.text(message("Working days"), hint=message("How many it takes."), rows=1)
        self.after = controls.text(
            message("Depends on"), hint=message("Codes of the tasks that must be finished before."), rows=1
        )
        self.add = controls.button(message("Add this task"), self._add)
        self.change = controls.button(message("Change this task"), self._change)
        self.remove = controls.button(message("Remove this task"), self._remove)
        self.list, self.plan = HTML(), HTML()
        self.fields = (self.what, self.goal, self.who, self.start, self.until, self.days, self.after)
        buttons = HBox([self.add, self.change, self.remove], layout=Layout(**_WRAP))
        heading = controls.heading(message("Action sheet"))
        self.box = VBox([heading, self.chosen, *self.fields, buttons, self.list, self.plan])
        self._shown: Task | None = None

    def _add(self) -> None:
        if self.controls.do(work.with_task, "", *self.typed()):
            self._fresh(None)

    def _change(self) -> None:
        if self.controls.do(work.with_task, self.chosen.value, *self.typed()):
            self._fresh(self._shown)

    def _remove(self) -> None:
        what_happens = message(
            "Task {id} is removed, and no other task waits for it any more. Press the button again to remove it.",
            id=cut(self.chosen.value),
        )
        self.controls.twice(what_happens, work.without_task, self.chosen.value)

    def _fresh(self, task: Task | None) -> None:
        self._shown = task
        task, day = task or Task("", ""), self.controls.language.day
        days = [day(each) if each else "" for each in (task.start, task.until)]
        length = "" if task.days is None else str(task.days)
        self.put(task.what, task.goal, joined(task.who), *days, length, joined(task.after))

    def _offer_goals(self, own: str) -> None:
        accepted = {
            pair.id: f"{pair.id} {cut(pair.strategy)}" for pair in self.controls.form.value.pairs if pair.accepted
        }
        goals = {"": self.controls.say(message("None of them"))} | ({own: cut(own)} if own else {}) | accepted
        offer(self.goal, [(label, goal) for goal, label in goals.items()])

    def clear(self) -> None:
        self.list.value = self.plan.value = ""

    def show(self) -> None:
        controls, swot, show = self.controls, self.controls.form.value, Show(self.controls.language.code)
        labels = [(f"{task.id} {cut(task.what, _LONGEST_LABEL)}", task.id) for task in swot.tasks]
        offer(self.chosen, [(controls.say(message("A new task")), ""), *labels])
        task = next((each for each in swot.tasks if each.id == self.chosen.value), None)
        self._offer_goals(task.goal if task else "")
        if task != self._shown or not self._put:
            self._fresh(task)
        self.add.disabled, self.change.disabled, self.remove.disabled = task is not None, task is None, task is None
        self.list.value = controls.listed(map(_told, swot.tasks))
        self.plan.value = ""
        if swot.tasks:
            try:
                self.plan.value = show.figure(critical_path(swot.action_sheet)).html
            except KipError as error:
                self.plan.value = note(*map(controls.say, error.shown))


def _reworded(workshop: Workshop, id: str, text: str, source: str, evidence: str, *, take_up: bool = False) -> Workshop:
    """A factor with new words and evidence, and a proposal taken up with them, as one step."""
    new = work.with_evidence(work.with_text(workshop, id, text), id, source, evidence)
    new = work.taken_up(new, id) if take_up else new
    return workshop if new.swot == workshop.swot else replace(new, before=workshop)


def _told(task: Task) -> Message:
    if not task.who:
        return message("{task}: {what} (nobody yet)", task=task.id, what=cut(task.what))
    return message("{task}: {what} ({who})", task=task.id, what=cut(task.what), who=task.who)


def _label(factor: Factor) -> str:
    return cut(f"{factor.id} {factor.text}", _LONGEST_LABEL)
