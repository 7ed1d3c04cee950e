"""The SWOT form: what a group can do, that nothing is lost, and that nobody sees another's ratings."""

from __future__ import annotations

import csv
import pickle
from dataclasses import replace
from datetime import date
from html import escape

import pytest
from builders import HOSTILE
from openpyxl import load_workbook

import kiptools as kip
from kiptools import controls, swot_panel
from kiptools import workshop as work
from kiptools.language import Language
from kiptools.messages import KipError, message
from kiptools.ranking import RankedFactor, Ranking, rank
from kiptools.show.html import Rendered
from kiptools.strategies import Tows, TowsPair
from kiptools.swot import Factor, Judgement, Pair, Rater, Rating, Swot
from kiptools.swot_panel import swot_form
from kiptools.swot_reading import read_swot
from kiptools.swot_workbook import write_swot
from kiptools.tasks import Task
from kiptools.workshop import open_workshop

pytest.importorskip("ipywidgets", reason="a form needs ipywidgets, which a report does not")

FACTORS = (
    Factor("S1", "strength", "Partners know each other"),
    Factor("W1", "weakness", "Few employers", "partners", "4 of 41 partners"),
    Factor("O1", "opportunity", "New funds"),
    Factor("T1", "threat", "Budgets shrink"),
    Factor("S2", "strength", "Referral works", "survey", "trust_1", proposed=True),
)
PEOPLE = tuple(Rater(name, finished=True) for name in "ABCDE")


def room(*levels, people=PEOPLE):
    """All say the same of every factor, except the first person: these levels."""
    low = levels or (5, 4)
    ratings = [
        Rating(rater.name, factor.id, *(low if rater is people[0] else (3, 3)))
        for rater in people
        for factor in FACTORS[:4]
    ]
    return Swot(FACTORS, people, tuple(ratings))


class PlainShow:
    """Shows results as their words: quick, and what is not to be seen is easily found."""

    def __init__(self, lang):
        pass

    def table(self, result):
        return Rendered(f"<p>{escape(repr(result))}</p>", repr(result))

    figure = sentence = table


def ranked(swot):
    assert len({rating.rater for rating in swot.ratings}) >= 5
    rows = [
        RankedFactor(factor, place, 5, (0,) * 5, (0,) * 5, float(20 - place), (1, 2), 1, 5)
        for place, factor in enumerate(swot.accepted_factors, 1)
    ]
    return Ranking(tuple(rows), (), 5, 5, 5, None)


def paired(swot, ranking):
    pairs = [pair for pair in swot.pairs if pair.id == "S1+O1"] or [Pair("S1", "O1")]
    return Tows((TowsPair("SO", swot["S1"], swot["O1"], pairs[0], 40.0),))


def written(swot, path, *, lang="en"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(swot))


@pytest.fixture(autouse=True)
def plain_parts(monkeypatch, request):
    """The form alone: ranking, drawing and spreadsheet have tests of their own, and are joined in the tests at the end."""
    if "together" not in request.node.name:
        monkeypatch.setattr(swot_panel, "Show", PlainShow)
        monkeypatch.setattr(swot_panel, "rank", ranked)
        monkeypatch.setattr(swot_panel, "tows", paired)
        monkeypatch.setattr(swot_panel, "write_swot", written)
        monkeypatch.setattr(swot_panel, "read_swot", lambda path: pickle.loads(path.read_bytes()))
        monkeypatch.setattr(swot_panel, "left_out", lambda path: ())


@pytest.fixture
def form(tmp_path):
    return swot_form(tmp_path / "swot.xlsx")


def opened(tmp_path, swot, name="swot.xlsx", lang="en"):
    form = swot_form(tmp_path / name, lang=lang)
    form.state = open_workshop(swot)
    return form


def walk(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


def seen(form):
    """All that any widget holds, shown or not (a notebook saves them all), what the cell puts out, and what is answered."""
    controls = form.controls
    boxes = [
        controls.box,
        *(part.box for part in controls.sections.values()),
        *(row.box for row in controls.ratings.rows),
    ]
    states = [
        {
            name: value
            for name, value in each.get_state().items()
            if name not in ("children", "layout", "style", "keys") and not name.startswith("_view_module")
        }
        | {"display": each.layout.display}
        for box in boxes
        for each in walk(box)
    ]
    return [*states, form._repr_mimebundle_()["text/html"], repr(form), form.said]


def html(form):
    return "".join(each.value for each in walk(form.controls.box) if type(each).__name__ == "HTML")


def turn(part, name):
    """Somebody is chosen, and begins."""
    part.who.value = name
    part.begin.click()


def levels(form):
    return [(row.importance.value, row.degree.value) for row in form.controls.ratings.rows]


# --- the workshop --------------------------------------------------------------------------------------


@pytest.fixture
def workshop():
    return open_workshop(Swot(FACTORS, (Rater("A"), Rater("B"))))


def test_factors_are_numbered_within_their_quadrant_and_a_number_is_not_given_twice(workshop):
    more = work.with_factor(workshop, "strength", "  Good\n place ", "document", "Minutes of May")
    assert more.swot.factors[-1] == Factor("S3", "strength", "Good place", "document", "Minutes of May")
    fewer = work.without_factor(workshop, "S1")
    assert work.with_factor(fewer, "strength", "New").swot.factors[-1].id == "S3"
    assert work.with_factor(open_workshop(Swot()), "threat", "New").swot.factors[0].id == "T1"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda w: work.with_factor(w, "strength", " \n"), "needs words"),
        (lambda w: work.with_factor(w, "strength", "partners KNOW each other."), "stands there already, as S1"),
        (lambda w: work.with_factor(w, "", "New"), "Choose a quadrant"),
        (lambda w: work.with_factor(w, "strength", "New", "survey", ""), "Write what the evidence is"),
        (lambda w: work.with_text(w, "S2", "Partners know each other"), "stands there already"),
        (lambda w: work.with_text(w, "S9", "New"), 'no factor "S9"'),
        (lambda w: work.with_evidence(w, "S1", "rumour", "New"), "survey, the partner list or a document"),
        (lambda w: work.with_rater(w, " "), "Give a name"),
        (lambda w: work.with_rater(w, "?!"), "Give a name"),
        (lambda w: work.with_rater(w, "a"), 'called "A" already'),
        (lambda w: work.with_rater(w, " A."), 'called "A" already'),
        (lambda w: work.with_rater(w, "code"), '"code" is the heading of another column'),
        (lambda w: work.with_rater(w, "Facteur :"), "is the heading of another column"),
        (lambda w: work.without_rater(w, "Z"), "Nobody is called"),
        (lambda w: work.rated(w, "Z", "S1", 1), "Nobody is called"),
        (lambda w: work.rated(w, "A", "S1", 6), '"6" is no rating'),
        (lambda w: work.rated(w, "A", "S1", degree=0), '"0" is no rating'),
        (lambda w: work.rated(w, "A", "S2", 5), "only proposed"),
        (lambda w: work.finished(w, "A"), "has not rated anything"),
        (lambda w: work.with_pair(w, "O1", "S1", 3), "A pair is a strength or weakness beside"),
        (lambda w: work.with_pair(w, "S1", "O1", 4), "choose 0 to 3"),
        (lambda w: work.with_pair(w, "S1", "O1", accepted=True), "Write what follows from S1\\+O1"),
        (lambda w: work.with_task(w, "", ""), "needs words"),
        (lambda w: work.with_task(w, "", "Call", start="31/02/2027"), '"31/02/2027" is not a day'),
        (lambda w: work.with_task(w, "", "Call", days="a few"), "not a number of working days"),
        (lambda w: work.with_task(w, "", "Call", days="3", after="7"), "7"),
        (lambda w: work.with_task(w, "", "Call", start="8 March 2027", until="1 March 2027"), "1"),
        (lambda w: work.with_task(w, "1", "Call"), 'no task "1"'),
        (lambda w: work.without_task(w, "1"), 'no task "1"'),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(workshop, change, says):
    with pytest.raises(KipError, match=says):
        change(workshop)


def test_a_factor_goes_with_all_that_is_about_it_and_a_task_keeps_the_words_of_its_goal():
    swot = replace(
        room(),
        pairs=(Pair("S1", "O1", 3, True, "Apply together"), Pair("W1", "T1", 1)),
        judgements=(Judgement("S1", "W1", 3), Judgement("W1", "T1", 2)),
        tasks=(Task("1", "Write", "S1+O1", days=3), Task("2", "Ask", "S1+O1", days=1)),
    )
    before = open_workshop(swot)
    left = work.without_factor(before, "S1").swot
    assert {rating.factor for rating in left.ratings} == {"W1", "O1", "T1"}
    assert left.pairs == swot.pairs[1:] and left.judgements == swot.judgements[1:]
    assert [task.goal for task in left.tasks] == ["Apply together"] * 2
    waiting = open_workshop(replace(swot, raters=(*PEOPLE, Rater("F"))))
    assert work.undone(work.without_factor(waiting, "S1")) is waiting
    seen = work.without_factor(before, "S1")
    assert work.undone(seen) is seen


def test_wording_evidence_and_proposals(workshop):
    new = work.with_text(workshop, "W1", "Hardly any employers")
    assert new.swot["W1"] == replace(FACTORS[1], text="Hardly any employers") and work.undone(new) is workshop
    assert work.with_evidence(workshop, "W1", "", " ").swot["W1"].opinion
    assert work.with_text(workshop, "W1", "Few employers ") is workshop
    taken = work.taken_up(workshop, "S2")
    assert not taken.swot["S2"].proposed and work.rated(taken, "A", "S2", 5).swot.rating("A", "S2").importance == 5


def test_a_rating_is_given_part_by_part_and_taken_back(workshop):
    one = work.rated(workshop, "A", "S1", importance=5)
    two = work.rated(one, "A", "S1", degree=2)
    assert two.swot.ratings == (Rating("A", "S1", 5, 2),)
    assert work.rated(two, "A", "S1", importance=None).swot.ratings == (Rating("A", "S1", None, 2),)
    assert work.rated(two, "A", "S1", None, None).swot.ratings == ()
    assert work.rated(two, "A", "S1", 5, 2) is two
    both = work.rated(work.rated(workshop, "B", "W1", 1, 1), "A", "T1", 3, 3)
    assert [rating.rater for rating in both.swot.ratings] == ["A", "B"]


def test_only_who_rated_takes_a_rating_back_and_not_after_finishing(workshop):
    group = work.with_factor(workshop, "threat", "New law")
    mine = work.rated(group, "A", "S1", 5)
    assert work.undone(mine, "A") is group
    with pytest.raises(KipError, match="only the person who gave it"):
        work.undone(mine)
    with pytest.raises(KipError, match="not one of your ratings"):
        work.undone(mine, "B")
    with pytest.raises(KipError, match="not one of your ratings"):
        work.undone(group, "A")
    closed = work.finished(mine, "A")
    assert closed.before is None and work.undone(closed) is closed is work.undone(closed, "A")
    later = work.with_factor(closed, "threat", "Another law")
    assert work.undone(work.undone(later)) is closed
    with pytest.raises(KipError, match="has finished"):
        work.rated(closed, "A", "S1", 4)


def test_who_begins_again_begins_from_nothing(workshop):
    closed = work.finished(work.rated(workshop, "A", "S1", 5), "A")
    again = work.reopened(closed, "A")
    assert again.swot.ratings == () and not again.swot.raters[0].finished
    back = work.undone(again, "A")
    assert back is closed and back.swot.raters[0].finished


def test_somebody_who_leaves_takes_the_ratings_along(workshop):
    rated = work.rated(work.rated(workshop, "A", "S1", 5), "B", "S1", 4)
    left = work.without_rater(rated, "A")
    assert left.swot.raters == (Rater("B"),) and left.swot.ratings == (Rating("B", "S1", 4),)


def test_when_the_room_may_see_what_it_says():
    four = room(people=PEOPLE[:4])
    assert [str(each) for each in work.why_closed(four)] == [
        "So far 4 people have finished rating; what the room says is shown once 5 have."
    ]
    assert work.why_closed(room()) == ()
    begun = (*PEOPLE, Rater("F"), Rater("G"))
    rating = replace(room(), raters=begun, ratings=(*room().ratings, Rating("F", "S1", 1)))
    assert [str(each) for each in work.why_closed(rating)] == [
        "2 people on the list have not finished rating; remove who will not rate."
    ]
    one = replace(room(people=PEOPLE[:4]), raters=(*PEOPLE[:4], Rater("F")))
    assert [str(each) for each in work.why_closed(one)] == [
        "1 person on the list has not finished rating; remove who will not rate.",
        "So far 4 people have finished rating; what the room says is shown once 5 have.",
    ]
    nothing = replace(room(), ratings=room().ratings[4:])
    assert len(work.why_closed(nothing)) == 1


SIX = (*PEOPLE, Rater("F", finished=True))


@pytest.mark.parametrize(
    "change",
    [
        lambda w: work.with_rater(w, "G"),
        lambda w: work.without_rater(w, "F"),
        lambda w: work.reopened(w, "F"),
        lambda w: work.rated(w, "F", "S1", 1),
    ],
)
def test_once_it_is_seen_what_the_room_says_nobody_comes_goes_or_rates_again(change):
    with pytest.raises(KipError, match="can be seen already, so nobody's ratings can change any more. Begin a new"):
        change(open_workshop(room(people=SIX)))
    assert change(open_workshop(replace(room(people=SIX), raters=(*PEOPLE, Rater("F"), Rater("H")))))


def test_a_new_round_empties_all_ratings_and_knows_no_way_back():
    swot = replace(room(people=SIX), pairs=(Pair("S1", "O1", 3),))
    named = work.with_text(open_workshop(swot), "S1", "We know each other")
    again = work.new_round(named)
    assert again.swot == replace(named.swot, raters=tuple(map(Rater, "ABCDEF")), ratings=())
    assert again.before is None and len(work.why_closed(again.swot)) == 2
    back = work.undone(work.without_rater(again, "F"))
    assert back is again and work.undone(back) is back


def test_undoing_never_changes_whose_ratings_are_seen():
    """By each way to the results: F is removed, F finishes, a factor is left out afterwards."""
    rating = open_workshop(replace(room(people=SIX), raters=(*PEOPLE, Rater("F"))))
    removed = work.without_rater(work.with_text(rating, "S1", "We know each other"), "F")
    closed = work.finished(work.with_text(rating, "S1", "We know each other"), "F")
    few, none = work.without_factor(closed, "S1"), closed
    for factor in FACTORS:
        none = work.without_factor(none, factor.id)
    assert none.swot.ratings == () and work.why_closed(none.swot)
    while none.before:
        none = work.undone(none)
    assert none.swot.ratings == ()
    for seen in (removed, closed, few):
        assert work.why_closed(seen.swot) == () and work.undone(seen) is seen
        more = work.with_factor(work.with_pair(seen, "W1", "O1", 2), "threat", "New law")
        assert work.undone(work.undone(more)) is seen


def test_who_rated_in_a_workbook_filled_in_by_hand_has_finished():
    by_hand = room(people=tuple(map(Rater, "ABCDE")))
    more = replace(by_hand, raters=(*by_hand.raters, Rater("F")))
    assert open_workshop(by_hand).swot == room() and work.why_closed(open_workshop(by_hand).swot) == ()
    assert [rater.finished for rater in open_workshop(more).swot.raters] == [True] * 5 + [False]
    some = replace(more, raters=(*PEOPLE[:1], *more.raters[1:]))
    assert open_workshop(some).swot == some


def test_pairs_are_decided_step_by_step(workshop):
    pair = work.with_pair(workshop, "S1", "O1", interaction=3)
    said = work.with_pair(pair, "S1", "O1", accepted=True, strategy=" Apply together ")
    assert said.swot.pairs == (Pair("S1", "O1", 3, True, "Apply together"),)
    assert work.with_pair(said, "S1", "O1", accepted=False).swot.pairs[0].strategy == "Apply together"
    assert work.with_pair(workshop, "S1", "O1") is workshop and work.undone(said) is pair


def test_tasks_as_people_type_them(workshop):
    one = work.with_task(workshop, "", "Call", "S1+O1", "Ana; Centre B;Ana", "15 siječnja 2027", "", "3", "")
    two = work.with_task(one, "", "Meet", until="mars 2027", days="2", after="1")
    assert two.swot.tasks == (
        Task("1", "Call", "S1+O1", ("Ana", "Centre B"), date(2027, 1, 15), None, 3),
        Task("2", "Meet", "", (), None, date(2027, 3, 31), 2, ("1",)),
    )
    assert work.with_task(two, "2", "Meet again", days="4").swot.tasks[1] == Task("2", "Meet again", days=4)
    assert work.without_task(two, "1").swot.tasks == (replace(two.swot.tasks[1], after=()),)
    with pytest.raises(KipError):
        work.with_task(two, "1", "Call", days="3", after="2")


def test_a_cell_and_a_field_mean_the_same(tmp_path):
    """What a task says, typed into the sheet and into the form."""
    typed = ["Meet", "", '"Smith; Sons"; Ana ;"Most" d.o.o.', "mars 2027", "mars 2027", "4.0", "C, D;a 1"]
    (tmp_path / "factors.csv").write_text("quadrant,factor\ns,We meet\n")
    with (tmp_path / "actions.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "task", "goal", "who", "from", "until", "days", "after"])
        writer.writerow(["A 1", "Call", "", "", "", "", "1", ""])
        writer.writerow(["C, D", "Write", "", "", "", "", "1", ""])
        writer.writerow(["", *typed])
    tasks = read_swot(tmp_path).tasks
    who = ("Smith; Sons", "Ana", '"Most" d.o.o.')
    assert tasks[2] == Task("1", "Meet", "", who, date(2027, 3, 1), date(2027, 3, 31), 4, ("C, D", "A 1"))
    assert work.with_task(open_workshop(Swot(FACTORS, tasks=tasks[:2])), "", *typed).swot.tasks == tasks


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_what_the_form_shows_of_a_task_can_be_sent_back(tmp_path, lang):
    tasks = (
        Task("A 1", "Call\nand  write", "Be\nheard", ("Smith; Sons", "Ana\nIvo", "x  y"), date(2027, 3, 31), days=2),
        Task("C, D", "Meet", "", ('"Most" d.o.o.',), date(2027, 12, 1), date(2028, 2, 29), None, ("A 1",)),
        Task("3", "End", days=1, after=("C, D", "A 1")),
    )
    form = opened(tmp_path, Swot(FACTORS, tasks=tasks), lang=lang)
    part = form.controls.tasks
    form.controls.step.value = "tasks"
    for task in tasks:
        part.chosen.value = task.id
        part.change.click()
        assert form.value.tasks == tasks and form.said == () and part.kept, task


# --- the form ------------------------------------------------------------------------------------------


def test_a_new_form_is_written_when_it_is_saved(form):
    assert not form.path.exists() and not form.saved and "Not saved yet." in form.controls.status.value
    form.controls.save.click()
    assert "nothing to save yet" in form.controls.status.value and not form.path.exists()
    assert form.change(work.with_factor, "strength", "We meet")
    form.controls.save.click()
    assert form.saved and "Saved in swot.xlsx." in form.controls.status.value
    assert swot_form(form.path).value == form.value


def test_adding_changing_and_removing_factors(form):
    controls, part = form.controls, form.controls.factors
    part.quadrant.value, part.text.value = "opportunity", "New funds"
    part.source.value, part.evidence.value = "document", "Call of May"
    part.add.click()
    assert form.value.factors == (Factor("O1", "opportunity", "New funds", "document", "Call of May"),)
    assert (part.text.value, part.source.value, part.evidence.value, part.quadrant.value) == ("", "", "", "opportunity")
    part.add.click()
    assert "needs words" in controls.answer.value and len(form.value.factors) == 1
    part.chosen.value = "O1"
    assert part.text.value == "New funds" and part.add.disabled and part.quadrant.disabled and part.take_up.disabled
    part.text.value, part.evidence.value = "More funds", "Call of June"
    part.change.click()
    assert form.value["O1"].text == "More funds" and form.value["O1"].evidence == "Call of June"
    controls.undo.click()
    assert form.value["O1"].text == "New funds" == part.text.value and part.evidence.value == "Call of May"
    part.remove.click()
    assert "O1 is removed with its ratings" in controls.answer.value and form.value.factors
    part.remove.click()
    assert not form.value.factors and part.chosen.value == "" and part.text.value == "" and not part.add.disabled
    controls.undo.click()
    assert form.value["O1"].text == "New funds"


def test_what_was_typed_stays_if_it_is_refused(form):
    part = form.controls.factors
    part.text.value, part.source.value = "We meet", "survey"
    part.add.click()
    assert "Write what the evidence is" in form.controls.answer.value
    assert (part.text.value, part.source.value) == ("We meet", "survey") and not form.value.factors


def test_a_proposal_is_taken_up(tmp_path):
    form = opened(tmp_path, Swot(FACTORS))
    part = form.controls.factors
    part.chosen.value = "S2"
    part.evidence.value = "trust_2"
    part.take_up.click()
    assert form.value["S2"] == replace(FACTORS[4], evidence="trust_2", proposed=False) and part.take_up.disabled
    form.controls.undo.click()
    assert form.value.factors == FACTORS


def rate(form, *pairs):
    for row, (importance, degree) in zip(form.controls.ratings.rows, pairs, strict=False):
        row.importance.value, row.degree.value = importance, degree


def test_people_rate_in_turn(tmp_path):
    form = opened(tmp_path, Swot(FACTORS))
    controls, part = form.controls, form.controls.ratings
    controls.step.value = "ratings"
    assert not part.factors.children and part.done.disabled
    part.name.value, part.kind.value = "A", "employer"
    part.add.click()
    assert part.who.value == "A" and form.value.raters == (Rater("A", "employer"),) and part.name.value == ""
    assert [row.importance.description for row in part.rows] == [
        "S1 Partners know each other: importance",
        "W1 Few employers: importance",
        "O1 New funds: importance",
        "T1 Budgets shrink: importance",
    ]
    assert [row.degree.description.split(": ")[1] for row in part.rows] == ["how well we do"] * 2 + [
        "how likely it is"
    ] * 2
    rate(form, (5, 4), (3, 0))
    assert form.value.ratings == (Rating("A", "S1", 5, 4), Rating("A", "W1", 3, None))
    controls.undo.click()
    assert form.value.ratings == (Rating("A", "S1", 5, 4),) and levels(form)[1] == (0, 0)
    part.done.click()
    assert form.value.raters[0].finished and part.who.value == "" and not part.factors.children
    assert set(levels(form)) == {(0, 0)} and "Thank you" in controls.answer.value
    part.name.value = "a"
    part.add.click()
    assert "already" in controls.answer.value and len(form.value.raters) == 1


def test_a_person_goes_on_with_the_own_ratings_until_finishing(tmp_path):
    form = opened(tmp_path, Swot(FACTORS, (Rater("A"), Rater("B"))))
    part = form.controls.ratings
    form.controls.step.value = "ratings"
    turn(part, "A")
    rate(form, (5, 4))
    turn(part, "B")
    assert set(levels(form)) == {(0, 0)}
    rate(form, (1, 2))
    turn(part, "A")
    assert levels(form)[0] == (5, 4)
    form.controls.undo.click()
    assert "not one of your ratings" in form.controls.answer.value and form.value.rating("B", "S1").degree == 2
    part.done.click()
    assert [value for _, value in part.who.options] == ["", "B"]
    form.controls.undo.click()
    assert form.value.raters[0].finished and levels(form)[0] == (0, 0)
    part.person.value = "A"
    part.remove.click()
    part.again.click()
    assert "All ratings of A are emptied" in form.controls.answer.value and form.value.raters[0].finished
    part.again.click()
    assert part.who.value == "A" and set(levels(form)) == {(0, 0)}
    assert form.value.ratings == (Rating("B", "S1", 1, 2),)
    part.person.value = "B"
    part.remove.click()
    assert "B is removed" in form.controls.answer.value and len(form.value.raters) == 2
    part.remove.click()
    assert form.value.raters == (Rater("A"),) and not form.value.ratings
    rate(form, (5, 4))
    part.remove.click()
    part.remove.click()
    assert not form.value.raters and part.who.value == "" and set(levels(form)) == {(0, 0)}
    form.controls.undo.click()
    assert form.value.ratings == (Rating("A", "S1", 5, 4),) and set(levels(form)) == {(0, 0)}


def test_what_is_asked_twice_counts_only_twice_in_a_row(tmp_path):
    form = opened(tmp_path, Swot(FACTORS))
    part = form.controls.factors
    for between in (
        lambda: setattr(part.chosen, "value", "W1"),
        form.controls.save.click,
        form.controls.undo.click,
        lambda: setattr(form.controls.step, "value", "tasks"),
    ):
        part.chosen.value = "S1"
        part.remove.click()
        between()
        form.controls.step.value, part.chosen.value = "factors", "S1"
        part.remove.click()
        assert form.value.factors == FACTORS
        form.controls.refresh()


def test_a_new_round_is_begun_by_pressing_twice(tmp_path):
    form = opened(tmp_path, replace(room(), raters=(*PEOPLE, Rater("F"))))
    controls, part = form.controls, form.controls.ratings
    controls.step.value = "ratings"
    assert part.anew.disabled
    part.person.value = "F"
    part.remove.click()
    part.remove.click()
    assert not part.anew.disabled and escape(str(work.SEEN)) in part.note.value
    for refused in (part.again, part.remove):
        refused.click()
        assert controls.answer.value == controls.answer_of(work.SEEN) and form.value == room()
    part.name.value = "G"
    part.add.click()
    assert controls.answer.value == controls.answer_of(work.SEEN) and form.value == room()
    part.anew.click()
    assert "cannot be brought back" in controls.answer.value and form.value == room()
    part.anew.click()
    assert form.value.raters == tuple(map(Rater, "ABCDE")) and not form.value.ratings and part.anew.disabled
    assert "A new round has begun" in controls.answer.value and controls.undo.disabled
    assert [value for _, value in part.who.options] == ["", *"ABCDE"]


def test_two_looks_at_what_the_room_says_never_differ_by_one_person(tmp_path, monkeypatch):
    """Six people: whatever is tried between two looks, in any order, the second shows what the first showed."""
    monkeypatch.setattr(swot_panel, "rank", rank)
    people = (*PEOPLE, Rater("F", finished=True))
    swot = replace(room(5, 4, people=people), raters=people)
    form = opened(tmp_path, swot)
    controls = form.controls

    def look():
        controls.step.value = "factors"
        controls.step.value = "results"
        return controls.results.html.value

    first = look()
    without_f = opened(tmp_path, replace(room(5, 4), raters=PEOPLE), "other.xlsx").controls
    without_f.step.value = "results"
    assert "Ranking(" in first and without_f.results.html.value not in ("", first)
    part = controls.ratings
    buttons = (part.remove, part.again, part.add, part.begin, part.done, controls.undo)
    for name in "ABCDEF":
        for button in buttons:
            for again in buttons:
                controls.step.value = "ratings"
                part.person.value, part.name.value = name, "G"
                for each in (button, again, again):
                    each.click()
        assert form.value == swot and look() == first
    for level in (work.with_rater, work.without_rater, work.reopened, work.finished):
        form.change(level, "F")
        assert form.value == swot
    form.change(work.rated, "F", "S1", 1)
    assert look() == first
    form.change(work.new_round)
    assert "Ranking(" not in look()


def scene_finished(form):
    form.controls.step.value = "ratings"
    turn(form.controls.ratings, "F")


def scene_second_turn(form):
    """Somebody who has not finished sees the own ratings; then the next one comes."""
    form.state = work.reopened(form.workshop, "E")
    form.controls.step.value = "ratings"
    turn(form.controls.ratings, "A")
    turn(form.controls.ratings, "F")


def scene_after_results(form):
    form.controls.step.value = "results"
    form.controls.step.value = "strategies"
    form.controls.step.value = "ratings"
    turn(form.controls.ratings, "F")


def scene_undo_and_save(form):
    scene_finished(form)
    form.controls.undo.click()
    form.controls.save.click()
    form.controls.ratings.person.value = "A"


def scene_left_open(form):
    """Somebody leaves the step with the own ratings in it."""
    form.controls.step.value = "ratings"
    turn(form.controls.ratings, "A")
    form.controls.step.value = "factors"
    form.controls.undo.click()


def scene_back_again(form):
    scene_left_open(form)
    form.controls.step.value = "ratings"


def scene_chosen_on_the_way(form):
    """Somebody who has begun is passed by, by keyboard, on the way to the next."""
    form.controls.step.value = "ratings"
    form.controls.ratings.who.value = "A"


def scene_first_look(form):
    assert form.controls


def scene_tasks(form):
    form.controls.step.value = "tasks"


def scene_locked(form):
    form.controls.step.value = "results"


def scene_locked_strategies(form):
    form.controls.step.value = "strategies"


OPEN_SCENES = [
    scene_chosen_on_the_way,
    scene_second_turn,
    scene_left_open,
    scene_back_again,
    scene_locked,
    scene_locked_strategies,
    scene_tasks,
]
CLOSED_SCENES = [scene_finished, scene_after_results, scene_undo_and_save, scene_first_look, scene_tasks]


@pytest.mark.parametrize(
    ("scene", "finished"),
    [*((scene, False) for scene in OPEN_SCENES), *((scene, True) for scene in CLOSED_SCENES)],
)
def test_nothing_on_the_screen_depends_on_another_s_ratings(tmp_path, scene, finished):
    """The same room twice, but for what A said: no widget, no page and no answer may differ."""
    found = []
    for name, said in (("one", (5, 4)), ("two", (1, 2))):
        people = (replace(PEOPLE[0], finished=finished), *PEOPLE[1:], Rater("F"))
        swot = replace(room(*said, people=people[:5]), raters=people)
        form = opened(
            tmp_path, replace(swot, ratings=tuple(r for r in swot.ratings if r.rater != "F")), name + "/swot.xlsx"
        )
        scene(form)
        found.append(seen(form))
    assert found[0] == found[1]


def test_the_comparison_of_two_rooms_can_tell_them_apart(tmp_path):
    found = []
    for name, said in (("one", (5, 4)), ("two", (1, 2))):
        people = (replace(PEOPLE[0], finished=False), *PEOPLE[1:])
        form = opened(tmp_path, room(*said, people=people), name + "/swot.xlsx")
        form.controls.step.value = "ratings"
        turn(form.controls.ratings, "A")
        found.append(seen(form))
    assert found[0] != found[1]


def test_results_and_strategies_are_locked_and_say_why(tmp_path):
    form = opened(tmp_path, room(people=PEOPLE[:4]))
    for step in ("results", "strategies"):
        form.controls.step.value = step
        assert (
            "So far 4 people have finished" in html(form) and "Ranking" not in html(form) and "Tows" not in html(form)
        )
    assert form.controls.strategies.inside.layout.display == "none"


def test_with_five_people_results_appear(tmp_path):
    form = opened(tmp_path, room(people=(*PEOPLE[:4], Rater("E"))))
    controls = form.controls
    controls.step.value = "results"
    assert "1 person on the list has not finished" in html(form) and "Ranking" not in html(form)
    controls.step.value = "ratings"
    turn(controls.ratings, "E")
    controls.ratings.done.click()
    controls.step.value = "results"
    assert "Ranking(" in html(form) and "priority=19.0" in html(form)
    controls.step.value = "strategies"
    assert "Tows(" in html(form)
    controls.step.value = "factors"
    hidden = [controls.results.html, controls.strategies.list, controls.strategies.words]
    assert not any(each.value for each in hidden) and controls.strategies.chosen.options == (("", ""),)


def test_pairs_become_strategies(tmp_path):
    form = opened(tmp_path, room())
    controls, part = form.controls, form.controls.strategies
    controls.step.value = "strategies"
    assert part.chosen.value == ("S1", "O1") and part.chosen.label == "SO S1+O1"
    assert "Partners know each other" in part.words.value and "New funds" in part.words.value
    part.decision.value = "accept"
    part.keep.click()
    assert "before you accept it" in controls.answer.value and not form.value.pairs and part.decision.value == "accept"
    part.interaction.value, part.strategy.value = 3, "Apply together"
    part.keep.click()
    assert form.value.pairs == (Pair("S1", "O1", 3, True, "Apply together"),)
    controls.undo.click()
    assert form.value.pairs == () and part.strategy.value == "" and part.interaction.value == -1
    part.decision.value = "reject"
    part.keep.click()
    assert form.value.pairs == (Pair("S1", "O1", None, False, ""),)


def test_tasks_are_added_changed_and_removed(tmp_path):
    form = opened(tmp_path, replace(room(), pairs=(Pair("S1", "O1", 3, True, "Apply together"),)))
    controls, part = form.controls, form.controls.tasks
    controls.step.value = "tasks"
    part.what.value, part.goal.value, part.who.value = "Write", "S1+O1", "Ana; Ivo"
    part.start.value, part.days.value = "4/1/2027", "3"
    part.add.click()
    assert form.value.tasks == (Task("1", "Write", "S1+O1", ("Ana", "Ivo"), date(2027, 1, 4), None, 3),)
    assert not any(part.typed()) and "Ana, Ivo" in part.list.value and "Timetable(" in part.plan.value
    part.what.value, part.days.value, part.after.value = "Send", "1", "9"
    part.add.click()
    assert len(form.value.tasks) == 1 and part.what.value == "Send" and "9" in controls.answer.value
    part.chosen.value = "1"
    assert 'choose "1 Write" again to drop it' in html(form).replace("&quot;", '"') and part.what.value == "Send"
    part.chosen.value = "1"
    assert part.typed() == ("Write", "S1+O1", "Ana; Ivo", Language("en").day(date(2027, 1, 4)), "", "3", "")
    part.what.value = "Write it"
    part.change.click()
    assert form.value.tasks == (Task("1", "Write it", "S1+O1", ("Ana", "Ivo"), date(2027, 1, 4), None, 3),)
    part.remove.click()
    assert "Task 1 is removed" in controls.answer.value and form.value.tasks
    part.remove.click()
    assert not form.value.tasks and part.chosen.value == "" and not part.plan.value


def test_a_goal_in_words_is_kept(tmp_path):
    form = opened(tmp_path, Swot(FACTORS, tasks=(Task("1", "Write", "Be heard", start=date(2027, 1, 4), days=3),)))
    part = form.controls.tasks
    form.controls.step.value = "tasks"
    part.chosen.value = "1"
    part.days.value = "4"
    part.change.click()
    assert form.value.tasks[0].goal == "Be heard" and form.value.tasks[0].days == 4


def test_tasks_without_a_first_day_are_said_and_not_drawn(tmp_path):
    form = opened(tmp_path, Swot(FACTORS, tasks=(Task("1", "Write", days=3),)))
    form.controls.step.value = "tasks"
    assert "Write" in form.controls.tasks.list.value and "Timetable(" not in form.controls.tasks.plan.value
    assert form.controls.tasks.plan.value


# --- saving --------------------------------------------------------------------------------------------


def test_closing_and_opening_again_loses_nothing(tmp_path):
    form = opened(tmp_path, room())
    form.controls.save.click()
    again = swot_form(form.path)
    assert again.value == form.value and again.saved and "Saved in swot.xlsx." in again.controls.status.value
    again.change(work.with_text, "S1", "We know each other")
    assert not again.saved and "still holds the earlier version" in str(again.status())


def test_a_save_that_fails_is_said_and_the_file_stays(tmp_path, monkeypatch):
    form = opened(tmp_path, room())
    form.save()
    before = form.path.read_bytes()
    form.change(work.with_text, "S1", "We know each other")

    def full(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(swot_panel, "write_swot", full)
    form.controls.save.click()
    assert "cannot be written: Permission denied" in form.controls.status.value
    assert "Not saved yet" in form.controls.status.value and form.path.read_bytes() == before and not form.saved


@pytest.mark.parametrize("elsewhere", ["changed", "new"])
def test_what_was_changed_elsewhere_is_not_overwritten(tmp_path, elsewhere):
    form = opened(tmp_path, room())
    if elsewhere != "new":
        form.save()
        form.change(work.with_text, "S1", "We know each other")
    form.path.write_bytes(b"theirs")
    form.controls.save.click()
    assert "changed elsewhere" in form.controls.status.value and not form.saved
    assert form.path.read_bytes() == b"theirs"


def test_what_is_gone_is_written_anew_only_when_that_is_said(tmp_path):
    form = opened(tmp_path, room())
    form.save()
    form.path.unlink()
    form.change(work.with_text, "S1", "We know each other")
    form.controls.save.click()
    assert "not there any more" in form.controls.status.value and not form.path.exists()
    form.controls.save.click()
    assert form.saved and form.path.exists()


def test_what_no_cell_could_hold_is_refused_when_it_is_typed(tmp_path):
    """A cell of a workbook ends at 32,767 characters."""
    form = opened(tmp_path, room())
    before = form.value
    for change in (
        lambda w: work.with_factor(w, "strength", "x" * 40_000),
        lambda w: work.with_evidence(w, "S1", "survey", "x " * 20_000),
        lambda w: work.with_task(w, "", "x" * 2_001, days="1"),
    ):
        assert not form.change(change) and "is longer than 2,000 characters" in kip.Show("en").language.say(
            form.said[0]
        )
    assert form.value == before


@pytest.mark.parametrize("name", ["swot.csv", "swot.ods"])
def test_other_kinds_of_files_are_refused_by_name(tmp_path, name):
    with pytest.raises(KipError, match="cannot hold a SWOT"):
        swot_form(tmp_path / name)


# --- what is seen --------------------------------------------------------------------------------------


def test_every_control_has_its_own_label(tmp_path):
    form = opened(tmp_path, replace(room(people=(*PEOPLE, Rater("F"))), raters=(*PEOPLE, Rater("F"))))
    for step in form.controls.sections:
        form.controls.step.value = step
        if step == "ratings":
            turn(form.controls.ratings, "F")
        found = [each for each in walk(form.controls.box) if hasattr(each, "disabled")]
        labels = [each.description for each in found]
        assert len(found) >= 3 and all(labels) and len(set(labels)) == len(labels), step


def test_controls_are_used_again(tmp_path):
    form = opened(tmp_path, Swot(FACTORS, (Rater("A"), Rater("B"))))
    form.controls.step.value = "ratings"
    turn(form.controls.ratings, "A")
    section, rows = form.controls.section.children, form.controls.ratings.factors.children
    rate(form, (5, 4))
    turn(form.controls.ratings, "B")
    assert form.controls.section.children == section and form.controls.ratings.factors.children == rows


def test_a_factor_that_comes_after_ratings_is_said(tmp_path):
    for people, says in (((*PEOPLE, Rater("F")), "only if they begin again"), (PEOPLE, "only in a new round")):
        form = opened(tmp_path, replace(room(), raters=people))
        part = form.controls.factors
        part.text.value = "New"
        part.add.click()
        assert says in form.controls.answer.value
        part.chosen.value = "S2"
        assert says not in form.controls.answer.value
        part.take_up.click()
        assert says in form.controls.answer.value
    quiet = opened(tmp_path, Swot(FACTORS))
    quiet.controls.factors.chosen.value = "S2"
    quiet.controls.factors.take_up.click()
    assert not quiet.said


def test_choosing_another_does_not_drop_what_was_typed_without_a_word(tmp_path):
    tasks = (Task("1", "Write", days=3), Task("2", "Send", days=1))
    form = opened(tmp_path, replace(room(), pairs=(Pair("S1", "O1", 3),), tasks=tasks))
    controls = form.controls
    for step, field, typed, other, shown in (
        ("factors", "text", "Half a sent", "W1", "Few employers"),
        ("factors", "evidence", "Minutes", "S1", ""),
        ("factors", "source", "survey", "", ""),
        ("tasks", "what", "Half a sent", "1", "Write"),
        ("tasks", "after", "1", "2", ""),
    ):
        controls.step.value = step
        part = controls.sections[step]
        before = part.chosen.value
        getattr(part, field).value = typed
        part.chosen.value = other
        assert part.chosen.value == before and getattr(part, field).value == typed
        assert "is not kept yet" in controls.answer.value
        part.chosen.value = other
        assert part.chosen.value == other and getattr(part, field).value == shown and not form.said
        part.chosen.value = before
        assert part.chosen.value == before and part.kept
        part.chosen.value = other


def test_leaving_strategies_does_not_drop_what_was_typed_without_a_word(tmp_path):
    form = opened(tmp_path, room())
    controls, part = form.controls, form.controls.strategies
    controls.step.value = "strategies"
    part.strategy.value = "Half a sent"
    controls.step.value = "tasks"
    assert controls.step.value == "strategies" and part.strategy.value == "Half a sent"
    assert "5 Tasks" in controls.answer.value and controls.section.children == (part.box,)
    controls.step.value = "tasks"
    assert controls.step.value == "tasks" and part.strategy.value == "" and not form.said
    controls.step.value = "strategies"
    controls.step.value = "results"
    assert controls.step.value == "results"


def test_a_choice_that_is_put_back_is_put_back_in_the_browser(tmp_path):
    """The browser sends the place of what was chosen, and is sent the place of what is chosen."""
    form = opened(tmp_path, Swot(FACTORS))
    part, sent = form.controls.factors, []
    part.text.value = "Half a sent"
    part.chosen.send_state = lambda key=None: sent.append((key, part.chosen.index))
    part.chosen.set_state({"index": 2})
    assert part.chosen.index == 0 and sent[-1][1] == 0 and "index" in str(sent[-1][0])


def test_a_workbook_filled_in_by_hand_is_open_at_once(tmp_path):
    path = tmp_path / "swot.xlsx"
    path.write_bytes(pickle.dumps(room(people=tuple(map(Rater, "ABCDE")))))
    form = swot_form(path)
    assert form.value == room() and form.saved and "nobody is marked as finished" in form.controls.answer.value
    form.controls.step.value = "results"
    assert "Ranking(" in html(form)
    path.write_bytes(pickle.dumps(room()))
    assert swot_form(path).said == ()


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_stay_words(tmp_path, hostile):
    form = opened(tmp_path, Swot())
    controls = form.controls
    controls.factors.text.value, controls.factors.evidence.value = hostile, hostile
    controls.factors.add.click()
    pages = html(form)
    controls.step.value = "ratings"
    controls.ratings.name.value = hostile
    controls.ratings.add.click()
    pages += html(form)
    controls.ratings.name.value = hostile
    controls.ratings.add.click()
    pages += html(form)
    controls.step.value = "tasks"
    controls.tasks.what.value, controls.tasks.who.value, controls.tasks.days.value = hostile, hostile, "2"
    controls.tasks.add.click()
    pages += html(form)
    controls.tasks.start.value, controls.tasks.what.value = hostile, "x"
    controls.tasks.add.click()
    pages += html(form)
    assert len(form.value.factors) == len(form.value.raters) == len(form.value.tasks) == 1
    assert not any(mark in pages for mark in ("<script", "<img", "<b>", "\x1b"))
    assert not any(getattr(each, "description_allow_html", False) for each in walk(controls.box))


def test_a_report_shows_the_factors_and_no_control(tmp_path):
    form = opened(tmp_path, room())
    bundle = form._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"} and "Budgets shrink" in bundle["text/html"]
    assert form._controls is None and repr(form) == bundle["text/plain"] and "Rating(" not in repr(form)


def test_somebody_who_can_be_asked_gets_the_controls(tmp_path, monkeypatch):
    monkeypatch.setattr(controls, "somebody_is_there", lambda: True)
    bundle = opened(tmp_path, room())._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle and "Budgets shrink" in bundle["text/html"]


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_the_form_speaks_the_reader_s_language(tmp_path, lang):
    form = opened(tmp_path, room(), lang=lang)
    say = Language(lang).say
    assert form.controls.save.description == say(message("Save"))
    assert [label for label, _ in form.controls.step.options] == [say(each) for each in swot_panel.STEPS.values()]


def test_a_language_that_the_kit_does_not_speak(tmp_path):
    with pytest.raises(KipError, match='"de" is not available'):
        swot_form(tmp_path / "swot.xlsx", lang="de")


# --- with ranking, drawing and spreadsheet -------------------------------------------------------------


def rate_and_finish(form, name, *pairs):
    part = form.controls.ratings
    part.name.value = name
    part.add.click()
    rate(form, *pairs)
    part.done.click()


def test_all_together_from_the_first_factor_to_the_plan(tmp_path):
    form = swot_form(tmp_path / "swot.xlsx")
    controls = form.controls
    for factor in FACTORS[:4]:
        part = controls.factors
        part.quadrant.value, part.text.value = factor.quadrant, factor.text
        part.source.value, part.evidence.value = factor.source, factor.evidence
        part.add.click()
    controls.step.value = "ratings"
    for name, said in zip("ABCDE", [(5, 5), (5, 4), (4, 4), (5, 3), (4, 5)], strict=True):
        rate_and_finish(form, name, said, (3, 3), (4, 4), (1, 1))
    controls.step.value = "results"
    assert "Partners know each other" in html(form) and "<table" in html(form) and "<figure" in html(form)
    controls.step.value = "strategies"
    part = controls.strategies
    assert part.chosen.value == ("S1", "O1")
    part.interaction.value, part.strategy.value, part.decision.value = 3, "Apply together", "accept"
    part.keep.click()
    assert part.chosen.value == ("S1", "O1") and "Apply together" in part.list.value
    controls.step.value = "tasks"
    part = controls.tasks
    part.what.value, part.goal.value, part.start.value, part.days.value = "Write", "S1+O1", "4/1/2027", "3"
    part.add.click()
    assert "<figure" in part.plan.value and "Write" in part.plan.value
    controls.save.click()
    assert form.saved, form.said
    again = swot_form(form.path)
    assert again.value == form.value and again.saved
    assert again.value.goal(again.value.tasks[0]) == "Apply together"


def test_together_with_a_place_that_cannot_be_written_to(tmp_path, monkeypatch):
    form = opened(tmp_path, room())
    assert form.save(), form.said
    before = form.path.read_bytes()
    form.change(work.with_text, "S1", "We know each other")

    def full(*_, **__):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.mkstemp", full)
    assert not form.save() and "cannot be written: Read-only file system" in str(form.said[0])
    assert form.path.read_bytes() == before and [path.name for path in tmp_path.iterdir()] == ["swot.xlsx"]


def test_together_with_another_sheet_that_saving_would_lose(tmp_path):
    """What was left out is told, and not who has rated only half."""
    half = room()
    half = replace(half, ratings=(*half.ratings[:-1], replace(half.ratings[-1], degree=None)))
    only = tuple(replace(each, degree=None) for each in half.ratings if each.rater == "E")
    path = write_swot(
        replace(half, ratings=(*(each for each in half.ratings if each.rater != "E"), *only)), tmp_path / "swot.xlsx"
    )
    assert any("E rated only here" in str(note) for note in read_swot(path).notes)
    assert swot_form(path).said == ()
    book = load_workbook(path)
    book.create_sheet("Steering notes").append(["Decided on Monday"])
    book.save(path)
    form = swot_form(path)
    assert list(map(str, form.said)) == [
        "The other sheet was not read: Steering notes.",
        "Saving writes only what stands in this form.",
    ]
    assert "Steering notes" in html(form)


def test_together_with_a_file_that_is_no_swot(tmp_path):
    (tmp_path / "swot.xlsx").write_bytes(b"not a workbook")
    with pytest.raises(KipError):
        swot_form(tmp_path / "swot.xlsx")
    assert (tmp_path / "swot.xlsx").read_bytes() == b"not a workbook"


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_together_in_each_language(tmp_path, lang):
    form = opened(tmp_path, room(), lang=lang)
    form.controls.step.value = "strategies"
    assert form.save() and swot_form(form.path).value == form.value


def test_keys_pressed_in_the_form_are_kept_from_the_notebook(tmp_path):
    """Tried in JupyterLab: without it, x in a dropdown cuts the cell, and m makes it text."""
    (script,) = [each for each in opened(tmp_path, room()).controls.box.children if type(each).__name__ == "Output"]
    (said,) = script.outputs
    code = said["data"]["application/javascript"]
    assert '"focusin"' in code and '"data-lm-suppress-shortcuts"' in code and script.layout.display == "none"
