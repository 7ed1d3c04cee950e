"""The answer form: every kind of question by click or key, and the line that does the same."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser

import pytest
from builders import HOSTILE

import kiptools as kip
from kiptools import answer_panel
from kiptools.answer_panel import AnswerForm, answer_form, line_of, typed
from kiptools.checks import EXERCISES, questions
from kiptools.checks.keys import (
    Key,
    Mistake,
    choice,
    choices,
    number,
    text,
    words,
)
from kiptools.language import Language
from kiptools.messages import KipError, message
from kiptools.show import Rendered

pytest.importorskip("ipywidgets", reason="a form needs ipywidgets, which a report does not")

FIRST, SECOND, THIRD = message("Name"), message("Count"), message("Not saved yet.")


def key(right=1, **options) -> Key:
    return Key(right, message("Right."), (), message("What else?"), **options)


KEYS = {
    "one": choice("b", {"a": (FIRST, THIRD), "b": (SECOND, THIRD), "c": (THIRD, FIRST)}),
    "several": choices(
        ("a", "c"),
        {"a": FIRST, "b": SECOND, "c": THIRD},
        (Mistake("one", THIRD, ("a",)),),
        praise=FIRST,
        otherwise=SECOND,
    ),
    "number": key(0.61, reads=number),
    "text": key("A partner", reads=text, examine=lambda answer: ""),
    "names": key(("trust_1",), reads=words),
    "list": key(("weakness", "one thing"), reads=tuple),
    "other": key(None),
}


class Recorder:
    """Notes what is checked."""

    def __init__(self, lang="en", refuses=False):
        self.language, self.exercise, self.checked, self.refuses = Language(lang), None, [], refuses

    def check(self, question, answer):
        if self.refuses:
            raise KipError(message("Not saved yet."))
        self.checked.append((question, answer))
        return Rendered('<div role="status">said</div>', "said")


def form_of(kind, lang="en", **options):
    show = Recorder(lang, **options)
    return AnswerForm("E2", KEYS[kind] if isinstance(kind, str) else kind, show), show


def walk(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


def press(form):
    form.controls.button_check.click()
    return form.controls.answer.value


class Marks(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, *(name for name, _ in attrs)))

    def handle_data(self, data):
        self.text += data


def code_in(html):
    marks = Marks()
    marks.feed(re.search("<code>.*</code>", html)[0])
    assert marks.tags == [("code",)]
    return marks.text


# --- what each kind is ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KEYS)
def test_the_kind_of_form_comes_from_the_key(kind):
    assert form_of(kind)[0].kind == kind


@pytest.mark.parametrize(
    ("kind", "widget"),
    [
        ("one", "RadioButtons"),
        ("several", "Checkbox"),
        ("number", "Text"),
        ("names", "Text"),
        ("list", "Textarea"),
        ("text", "Textarea"),
    ],
)
def test_each_kind_has_its_controls(kind, widget):
    found = [type(each).__name__ for each in walk(form_of(kind)[0].controls.box)]
    assert found.count(widget) == (3 if kind == "several" else 1) and found.count("Button") == 1


def test_many_options_are_a_list():
    many = {chr(97 + place): (message("Item"), message("Item")) for place in range(12)}
    form, show = form_of(choice("l", many))
    assert type(form.controls.field).__name__ == "Dropdown" and form.controls.field.value is None
    form.controls.field.value = "l"
    press(form)
    assert show.checked == [("E2", "l")]


def test_options_in_an_order_are_listed_and_typed():
    ordered = key(("b", "a"), reads=words, options=(("a", FIRST), ("b", SECOND)))
    form, show = form_of(ordered)
    assert any(
        "<strong>a</strong> Name" in getattr(each, "value", "")
        for each in walk(form.controls.box)
        if type(each).__name__ == "HTML"
    )
    form.controls.field.value = "b, a"
    press(form)
    assert show.checked == [("E2", "b, a")]


# --- answering -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "put", "answer", "line"),
    [
        ("one", "b", "b", 'show.check("E2", "b")'),
        ("number", " 12 ", 12, 'show.check("E2", 12)'),
        ("number", "0.5", 0.5, 'show.check("E2", 0.5)'),
        ("number", "0,61", "0,61", 'show.check("E2", "0,61")'),
        ("number", "61 %", "61 %", 'show.check("E2", "61 %")'),
        ("number", "1 200", "1 200", 'show.check("E2", "1 200")'),
        ("number", "many", "many", 'show.check("E2", "many")'),
        ("number", "True", "True", 'show.check("E2", "True")'),
        ("number", "1e999", "1e999", 'show.check("E2", "1e999")'),
        ("names", "trust_1, trust_2", "trust_1, trust_2", 'show.check("E2", "trust_1, trust_2")'),
        ("names", '["trust_1"]', ["trust_1"], 'show.check("E2", ["trust_1"])'),
        ("names", '"trust_1"', "trust_1", 'show.check("E2", "trust_1")'),
        ("names", "12", "12", 'show.check("E2", "12")'),
        ("other", '{"a": 1}', {"a": 1}, 'show.check("E2", {"a": 1})'),
        ("text", "We say: \"yes\"\nand 'no'", "We say: \"yes\"\nand 'no'", None),
        ("text", "12", "12", 'show.check("E2", "12")'),
        ("list", "weakness\none; thing\n", ["weakness", "one; thing"], 'show.check("E2", ["weakness", "one; thing"])'),
        ("list", "12, 6", [12, 6], 'show.check("E2", [12, 6])'),
        ("list", "12\n0,5", [12, "0,5"], 'show.check("E2", [12, "0,5"])'),
        ("list", "(12, 6)", (12, 6), 'show.check("E2", (12, 6))'),
        ("list", "who; what; when", "who; what; when", 'show.check("E2", "who; what; when")'),
        ("other", "[1, 2]", [1, 2], 'show.check("E2", [1, 2])'),
        ("other", "0,5", "0,5", 'show.check("E2", "0,5")'),
    ],
)
def test_what_is_chosen_or_typed_is_checked_and_its_line_is_shown(kind, put, answer, line):
    form, show = form_of(kind)
    form.controls.field.value = put
    said = press(form)
    assert show.checked == [("E2", answer)] and type(show.checked[0][1]) is type(answer)
    code = code_in(said)
    assert code == line or line is None
    assert ast.literal_eval(code.removeprefix('show.check("E2", ')[:-1]) == answer
    assert '<div role="status">said</div>' in said


def test_several_are_ticked():
    form, show = form_of("several")
    first, second, third = form.controls.boxes
    first.value = second.value = third.value = True
    second.value = False
    assert code_in(press(form)) == 'show.check("E2", ["a", "c"])'
    assert show.checked == [("E2", ["a", "c"])]


@pytest.mark.parametrize("kind", KEYS)
def test_nothing_is_no_attempt(kind):
    form, show = form_of(kind)
    said = press(form)
    assert "yet" in said and 'role="status"' in said and "<code>" not in said and not show.checked
    if form.controls.field is not None and kind != "one":
        form.controls.field.value = "   "
        press(form)
        assert not show.checked


def test_what_the_kit_refuses_is_said():
    form, _ = form_of("number", refuses=True)
    form.controls.field.value = "12"
    assert "Not saved yet." in press(form) and "<code>" not in form.controls.answer.value


def test_that_it_is_being_checked_is_said_at_once():
    form, show = form_of("number")
    form.controls.field.value, seen = "12", []
    form.controls.answer.observe(lambda change: seen.append((len(show.checked), change["new"])), "value")
    press(form)
    assert [count for count, _ in seen] == [0, 1] and "Checking" in seen[0][1]


def test_an_answer_can_be_given_again():
    form, show = form_of("one")
    for letter in "abb":
        form.controls.field.value = letter
        assert code_in(press(form)) == f'show.check("E2", "{letter}")'
    assert [answer for _, answer in show.checked] == ["a", "b", "b"]


# --- what is typed is data -----------------------------------------------------------------------------

EVIL = (
    *HOSTILE,
    "__import__('os').system('touch hacked')",
    "open('hacked', 'w')",
    "[].append(1)",
    "lambda: 1",
    "(" * 500,
    "-" * 3000 + "1",
    "9" * 3900,
    "9" * 6000,
    "\x00",
    "'",
    '"',
    '\\"',
    "'\"",
    "{'a': [1, {2}]}",
    "nan",
    "float('nan')",
    "1j",
    "b'x'",
    "...",
    "{}",
    "[]",
    '")); import os #',
    "</code><script>alert(1)</script>",
)


@pytest.mark.parametrize("written", EVIL)
@pytest.mark.parametrize("kind", [kind for kind in KEYS if kind not in ("one", "several")])
def test_nothing_typed_is_run_or_becomes_markup(kind, written, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    value = typed(written, kind)
    line = line_of("E2", value)
    tree = ast.parse(line)
    (call,) = [each for each in ast.walk(tree) if isinstance(each, ast.Call)]
    assert ast.literal_eval(call.args[1]) == value and "\n" not in line
    form, show = form_of(kind)
    form.controls.field.value = written
    said = press(form)
    marks = Marks()
    marks.feed(said)
    assert {tag for tag, *_ in marks.tags} <= {"div", "p", "code"}
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("said", HOSTILE)
def test_hostile_options_stay_text(said):
    options = {"a": (message("{said}", said=said), FIRST), "<b>": (SECOND, FIRST)}
    for each in (
        choice("a", options),
        key(("a",), reads=words, options=tuple((a, b) for a, (b, _) in options.items())),
    ):
        form, _ = form_of(each)
        marks = Marks()
        marks.feed(form._repr_mimebundle_()["text/html"])
        assert {tag for tag, *_ in marks.tags} == {"ul", "li", "strong"}
        for widget in walk(form.controls.box):
            if type(widget).__name__ == "HTML":
                marks.feed(widget.value)
            assert not getattr(widget, "description_allow_html", False)
        assert {tag for tag, *_ in marks.tags} <= {"ul", "li", "strong", "style"}


# --- for everybody -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", kip.LANGUAGES)
@pytest.mark.parametrize("kind", KEYS)
def test_every_control_has_a_label_in_every_language(kind, lang):
    form, _ = form_of(kind, lang)
    controls = [
        each
        for each in walk(form.controls.box)
        if type(each).__name__ in ("Text", "Textarea", "Checkbox", "RadioButtons", "Dropdown", "Button")
    ]
    assert len(controls) >= 2 and all(each.description.strip() for each in controls)
    order = [type(each).__name__ for each in form.controls.box.children]
    assert order.index("Button") == len(order) - 3  # then what is answered, and what keeps the keys here


def test_the_form_speaks_the_language():
    form, _ = form_of("one", "fr")
    assert "Pas encore" in form.controls.field.options[2][0]


def test_nothing_is_chosen_at_first_and_the_right_answer_is_not_in_the_page():
    for kind in ("one", "several"):
        assert form_of(kind)[0].controls.value in (None, [])
    secret = key("the-secret", reads=text)
    form, _ = form_of(secret)
    states = [str(each.get_state()) for each in walk(form.controls.box)]
    assert "the-secret" not in "".join(states) + str(form._repr_mimebundle_()) + repr(form)


def test_where_nobody_can_click_there_is_the_list():
    form, _ = form_of("one")
    bundle = form._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert bundle["text/plain"] == repr(form) == "a) Name\nb) Count\nc) Not saved yet."
    assert bundle["text/html"].startswith('<ul style="list-style:none"><li><strong>a</strong> Name</li>')
    assert bundle == form._repr_mimebundle_() == form_of("one")[0]._repr_mimebundle_()
    assert form_of("number")[0]._repr_mimebundle_()["text/html"] == "<p>Write your answer in the cell below.</p>"
    assert form._controls is None  # and no widget is made


def test_where_somebody_can_click_there_is_the_form(monkeypatch):
    monkeypatch.setattr(answer_panel, "somebody_is_there", lambda: True)
    form, _ = form_of("one")
    bundle = form._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"} <= set(bundle)


# --- the exercises -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXERCISES)
def test_every_question_has_a_form_that_takes_the_right_answer(name):
    try:
        given, asked = kip.exercise(name, 3), questions(name)
    except ModuleNotFoundError:
        pytest.skip(f"the exercise {name} is not written yet")
    for each in asked:
        form = answer_form(each.id, kip.Show("en", given))
        assert form.kind != "other" or not form.options, each.id
        key = each.key(given)
        right = key.right
        controls = form.controls
        if form.kind == "several":
            for (letter, _), box in zip(form.options, controls.boxes, strict=True):
                box.value = letter in right
        elif form.kind == "one":
            wanted = [letter for letter, _ in form.options if key.reads(letter) == key.reads(right)]
            controls.field.value = wanted[0]
        elif form.kind == "list":
            parts = ["; ".join(part) if isinstance(part, (list, tuple)) else str(part) for part in right]
            controls.field.value = "\n".join(parts)
        elif form.kind in ("number", "text"):
            controls.field.value = str(right)
        else:
            continue
        controls.check()
        assert "✓" in controls.answer.value, (each.id, controls.answer.value)
        assert form.question in code_in(controls.answer.value)


def test_no_such_question():
    with pytest.raises(KipError, match="Z9"):
        answer_form("Z9", kip.Show())


def test_an_id_in_lower_case_will_do():
    assert answer_form("e1", kip.Show()).question == "E1"
