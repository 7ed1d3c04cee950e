"""Friendly errors: what learners really run into, what is said of it, and that the original stays."""

from __future__ import annotations

import builtins
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest
from builders import HOSTILE

import kiptools as kip
from kiptools.checks import ____
from kiptools.explanations import explain
from kiptools.language import Language
from kiptools.messages import KipError, Message, message
from kiptools.report import execute
from kiptools.show import errors
from kiptools.show.errors import explain_errors, explanation


def learned() -> dict[str, object]:
    """What a learner's notebook knows."""
    table = pd.DataFrame(
        {"partner": ["A", "B", "C"], "Sector": ["x", "y", "z"], "trust_1": [1, 2, None], "n": [1, 2, 3]}
    )
    return {
        "pd": pd,
        "kip": kip,
        "table": table,
        "share": 0.5,
        "partners": ["A", "B"],
        "nothing": None,
        "____": ____,
        "answered": 31,
    }


def failure(code: str, names: dict[str, object] | None = None) -> BaseException:
    """The error that a piece of code really raises."""
    try:
        exec(compile(code, "cell", "exec"), learned() if names is None else names)
    except BaseException as error:
        return error
    raise AssertionError(f"{code!r} does not fail")


CASES = {
    # code that cannot be read
    "len(partners": "bracket was opened",
    "x = [1, 2\ny = 3": "bracket|comma",
    "len(partners))": "bracket closes",
    "x = (1, 2]": "bracket closes",
    'x = "trust': "text has no end",
    'x = """trust': "three quotation marks",
    "if share = 1:\n    pass": "write two: ==",
    "5 = share": "write two: ==",
    "dict(a=1, b+1=2)": "write two: ==",
    "my-share = 5": "one name without blanks",
    "len(partners) = 2": "one name without blanks",
    "x = 0,05": "point in Python, not a comma",
    "x = [1 2]": "side by side",
    'x = ["a" "b" 3]': "side by side|missing bracket",
    "x = “trust”": "“ comes from a text program",
    "x = «trust»": "« comes from a text program",
    "x = ‘trust’": "‘ comes from a text program",
    "x = 5 – 3": "write - for minus",
    "x = 5 × 3": "write - for minus",
    "x = 5 €": "€ has no meaning",
    "x =\u00a05": "invisible sign",
    "if share == 1\n    pass": "ends with a colon",
    "x = 3partners": "number touches letters",
    "print share": "round brackets after its name",
    "round(ndigits=1, share)": "come after those without",
    'x = open("C:\\Users\\me.csv")': "write / instead.* r before",
    'survey = "C:\\new\\xyz"': "write / instead.* r before",
    "x = C:\\me": "missing bracket|outside quotation marks",
    "return 5": "only inside a function",
    "the partners answered": "could not read this line",
    # indentation
    "if share:\nx = 1": "further to the right: put four",
    "  x = 1": "remove the blanks",
    "if share:\n        x = 1\n    y = 2": "move it to one of the two",
    "if share:\n\tx = 1\n        y = 2": "Blanks and tab stops",
    # names
    "prnt(5)": 'did you mean "print"',
    "tabel": 'did you mean "table"',
    "Share": 'did you mean "share"',
    "true": '"True" with a capital',
    "x = none": '"None" with a capital',
    "x = b": "meant as a letter",
    "show.check(5)": "cells at the top",
    "exercise.seed": "cells at the top",
    "x = seed + 1": "cells at the top",
    "x = lang": "cells at the top",
    "x = employer": "cell above",
    "def f():\n    print(inside)\n    inside = 1\nf()": "inside the function",
    'table.query("partnr == 1")': 'did you mean "partner"',
    # columns and keys
    'table["trust1"]': 'did you mean "trust_1"',
    'table["sector"]': 'did you mean "Sector"',
    'table["governance"]': "capitals, accents and blanks count",
    'table[["partner", "sectr"]]': 'did you mean "Sector"',
    'table[["sectr"]]': 'did you mean "Sector"',
    'table.drop(columns="sectr")': 'no column "sectr"',
    'table.groupby("sectr")': 'did you mean "Sector"',
    'table.sort_values("sectr")': 'did you mean "Sector"',
    'table.set_index("sectr")': 'did you mean "Sector"',
    'table.pivot(index="sectr", columns="partner")': 'did you mean "Sector"',
    'table.loc[:, "sectr"]': 'did you mean "Sector"',
    'table["partner", "Sector"]': "two pairs of square brackets",
    "table[0]": "nothing under the number 0",
    "table.loc[9]": "nothing under the number 9",
    '{"a": 1}["b"]': 'Nothing is stored under "b"',
    # attributes
    "table.hed()": 'did you mean "head"',
    "table.sector": 'did you mean "Sector"',
    'table["n"].meen()': 'did you mean "mean"',
    "kip.read_respones()": 'did you mean "read_responses"',
    "nothing.mean()": "is empty \\(None\\)",
    "partners.mean()": 'has no "mean"',
    # values of another kind
    '"n = " + 5': "text meets a number",
    '5 + "5"': "text meets a number",
    '"5" < 5': "text meets a number",
    "0,5 / 2 + (1, 2) / 2": "0.5 and not 0,5",
    "x = 0,72\nround(x)": "0.5 and not 0,5",
    "x = 0,72\n1 - x": "0.5 and not 0,5",
    "x = 0,72\n-x": "0.5 and not 0,5",
    "x = 0,72\nabs(x)": "0.5 and not 0,5",
    "x = 0,72\nfloat(x)": "0.5 and not 0,5",
    "x = 0,72\nf'{x:.2f}'": "0.5 and not 0,5",
    "table[table['n'] > 'then']": "column of numbers is compared with a text",
    "table[table['trust_1'] > '3']": "column of numbers is compared with a text",
    "table[table['Sector'] > 3]": "column of words is compared with a number",
    "pd.Categorical(['1', '2'], ordered=True) > 3": "compare|column of words is compared with a number",
    "pd.Series(pd.Categorical(['1', '2'], ordered=True)) > 3": "column of words is compared with a number",
    "pd.Series(['1'], dtype='category') > '3'": "have no order",
    "pd.Series(pd.to_datetime(['2026-03-31'])) > 3": "column of days",
    "pd.Series(pd.to_datetime(['2026-03-31'])) > 'then'": "column of days",
    "share(5)": "a sign like \\*|function",
    "table('n')": "square brackets: \\[",
    "partners(0)": "square brackets: \\[",
    "table.head[2]": "belong round brackets",
    'table["n"].sum / 3': "belong round brackets",
    "round()": "Something is missing",
    "def f(a): pass\nf()": "Something is missing",
    "def f(a): pass\nf(1, 2)": "too much",
    "len(1, 2)": "too much",
    "def f(a): pass\nf(1, a=2)": "given twice",
    "table.rename(colums={})": 'did you mean "columns"|takes nothing called "colums"',
    "table['n'].value_counts(normalise=True)": 'takes nothing called "normalise"',
    "def f(total): pass\nf(totl=1)": 'did you mean "total"',
    "{[1]: 2}": "list cannot be a name",
    "len(5)": "single value",
    "for x in 5: pass": "single value",
    "share[0]": "single value",
    'partners["A"]': "has places, not names",
    'table["n"].iloc["x"]': "counts rows",
    '"abc"[0] = "d"': "assign|one name|changed in one place",
    'x = "abc"\nx[0] = "d"': "changed in one place",
    "5 / None": "empty \\(None\\)",
    "float(table['n'])": "One number is expected",
    "int([1])": "One number is expected",
    "partners / 2": "whole list",
    'table["Sector"].mean()': "holds words",
    "table.mean()": "holds words",
    'table.groupby("n")["Sector"].mean()': "holds words",
    'table["Sector"] + 1': "holds words",
    'table[table["n"] == 1 & table["Sector"] == "x"]': "round brackets of its own",
    "nothing()": "after something empty",
    # blanks
    "float(____)": "still a ____",
    "len(____)": "still a ____",
    "partners[____]": "still a ____",
    'table["____"]': "still a ____",
    "range(____)": "still a ____",
    # values
    'float("0,5")': "decimal comma",
    'float("12 %")': "units or a %",
    'float("many")': "a word and no number",
    'float("")': "empty text",
    'int("0.5")': "no whole number",
    'int("3,0")': "decimal comma",
    'pd.to_numeric(pd.Series(["0,5"]))': "decimal comma",
    'table["Sector"].astype(float)': "a word and no number",
    'table["trust_1"].astype(int)': "no whole number",
    'if table["n"] > 1: pass': "one yes or no",
    'table[(table["n"] > 1) and (table["n"] < 3)]': "one yes or no",
    'table["new"] = [1, 2]': "same length",
    'pd.DataFrame({"a": [1], "b": [1, 2]})': "same length",
    'table["n"] == [1, 2]': "same length",
    'table["n"] == table["n"].head(2)': "rows of the two",
    "a, b = [1]": "as many names",
    "a, b = [1, 2, 3]": "as many names",
    'table.insert(0, "n", 1)': "of this name already",
    "table.join(table)": "suffixes",
    "max([])": "nothing in it",
    "pd.concat([])": "nothing in it",
    'partners.index("C")': "not in the list",
    'pd.to_datetime("31/31/2025")': "as a day",
    'import datetime\ndatetime.date.fromisoformat("31.3.2026")': "as a day",
    "import datetime\ndatetime.date(2026, 2, 30)": "as a day",
    "import math\nmath.sqrt(-1)": "negative number",
    'table["n"].quantile(50)': "percentage",
    # tables together
    'table.merge(pd.DataFrame({"z": [1]}))': "cannot be joined",
    'table.merge(pd.DataFrame({"n": ["1"]}), on="n")': "numbers in one and texts",
    'table[table.head(1)["n"].reindex([0]) == 1].x if False else table.loc[(table.head(1)["n"] == 1)]': "another table",
    'import json\njson.loads("{")': "no JSON",
    # places
    "partners[5]": "counted from 0 on, and the last one is number -1",
    "table.iloc[9]": "counted from 0",
    "[].pop()": "nothing left",
    "table.to_numpy()[0, 0, 0]": "rows and columns",
    # files
    'open("nowhere.csv")': '"nowhere.csv" where it was looked for',
    'open("/no/such/folder/list.csv")': "folder that you named",
    'open("folder/list.csv")': "does not exist",
    'open("partner.csv")': 'did you mean "partners.csv"',
    'pd.read_csv("nowhere.csv")': '"nowhere.csv" where',
    'pd.read_excel("nowhere.xlsx")': '"nowhere.xlsx" where',
    'open(".")': "is a folder",
    'open("latin.csv", encoding="utf-8").read()': "CSV UTF-8",
    '"é".encode("ascii")': 'encoding="utf-8"',
    'pd.read_csv("empty.csv")': "file is empty",
    'pd.read_csv("uneven.csv")': "separated by semicolons",
    'import zipfile\nzipfile.ZipFile("empty.csv")': "no Excel workbook",
    # what is not there
    "import seabornn": "not part of the kit",
    "import panda": 'did you mean "pandas"',
    "from kiptools import nothing_such": "how it is written",
    "from math import sqroot": "how it is written",
    # the rest
    "1 / 0": "divided by 0",
    "2.0 ** 10000": "too large",
    "def f(): return f()\nf()": "calls itself",
    "assert share == 1": "assert",
    "raise MemoryError": "memory",
    "raise KeyboardInterrupt": "was stopped",
    'raise PermissionError(13, "no", "/folder/of/mine/list.xlsx")': '"list.xlsx" may not be opened',
    'raise FileExistsError(17, "no", "C:\\\\mine\\\\out")': '"out" is there already',
    'raise ConnectionError("no")': "internet",
    'raise OSError(28, "full")': "room left",
}


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    """A folder with files as people have them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "partners.csv").write_text("name\nA\n", encoding="utf-8")
    (tmp_path / "latin.csv").write_bytes("présent".encode("cp1252"))
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "uneven.csv").write_text("a;b,c\n1,2\n1,2,3,4\n", encoding="utf-8")


@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::UserWarning")
@pytest.mark.parametrize("code", CASES)
def test_what_learners_run_into_is_explained(code, tmp_path):
    names = learned()
    said = explain(failure(code, names), names)
    assert isinstance(said, Message), code
    assert re.search(CASES[code], str(said)), str(said)
    assert str(tmp_path) not in str(said) and "/no/such" not in str(said) and "Users" not in str(said)


def test_there_are_enough_of_them():
    assert len(CASES) >= 40


def sentences() -> list[Message]:
    names = learned()
    return [explain(failure(code, names), names) for code in CASES]


@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::UserWarning")
def test_each_is_one_short_sentence_and_they_differ():
    templates = {said.template for said in sentences()}
    assert len(templates) >= 70
    for template in templates:
        assert template[0].isupper() or template.startswith(('"', ".iloc")), template
        assert template[-1] in ".?" and not re.search(r"[.?] [A-Z]", template) and len(template) < 200, template
        assert not re.search(r"(?i)\b(oops|sorry|please|great|unfortunately|exception|traceback|argument)\b", template)


def test_a_notebook_says_it_otherwise_than_python():
    assert "each bracket and each quotation mark" in str(explain(SyntaxError("incomplete input")))


def test_suggested_names_exist():
    names = {"responses": 1, "Responses": 2, "population": 3}
    for typed in ("respones", "RESPONSES", "populaton", "sume", "lenn"):
        near = dict(explain(failure(typed, dict(names)), names).values)["near"]
        assert near in names or hasattr(builtins, near)


def test_the_kit_speaks_for_itself_and_the_unknown_is_left_alone():
    assert explain(KipError(message("That is not a day."))) is None
    assert explain(failure("class Odd(Exception): pass\nraise Odd('x')")) is None
    assert explain(NameError()) is None and explain(OSError()) is None and explain(SystemExit()) is None


def every_error() -> list[type[BaseException]]:
    found = [each for each in vars(builtins).values() if isinstance(each, type) and issubclass(each, BaseException)]
    found += [each for each in vars(pd.errors).values() if isinstance(each, type) and issubclass(each, BaseException)]
    return found


@pytest.mark.parametrize("kind", every_error(), ids=lambda kind: kind.__name__)
def test_explaining_never_fails(kind):
    class Rude:
        def __str__(self):
            raise RuntimeError("no")

        __repr__ = __str__

    for values in ((), ("",), ("x",), (Rude(),), (5,), (None,), ("x", Rude()), *((each,) for each in HOSTILE)):
        try:
            error = kind(*values)
        except Exception:  # this one cannot even be made of that
            continue
        said = explain(error, ["x", "", "<b>"])
        assert said is None or isinstance(said, Message)
        if said is not None:
            for lang in kip.LANGUAGES:
                assert Language(lang).say(said)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, tuple(name for name, _ in attrs)))


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_was_typed_becomes_markup(text, tmp_path):
    codes = [f"{{}}[{text!r}]", f"float({text!r})", f"open({text!r})", f"table[{text!r}]", f"getattr(table, {text!r})"]
    codes += [f"vars()[{text!r}]", f"raise FileNotFoundError(2, 'no', {text!r})", f"__import__({text!r})"]
    for code in codes:
        error = failure(code)
        rendered = explanation(error, {"<script>": 1}, Language("en"))
        assert rendered is not None, code
        tags = Tags()
        tags.feed(rendered.html)
        assert tags.found == [("div", ("role", "lang", "style")), ("p", ())], rendered.html
        assert "\x1b" not in rendered.text and "\n" not in rendered.text and str(tmp_path) not in rendered.text


# --- in a notebook -------------------------------------------------------------------------------------


class Shell:
    """As much of a notebook as is needed."""

    def __init__(self) -> None:
        self.user_ns, self.user_ns_hidden, self.log = {"table": 1, "_": 2, "In": []}, {"In": []}, []

    def _showtraceback(self, etype, evalue, stb):
        self.log.append(evalue)


@pytest.fixture
def shell(monkeypatch):
    import IPython
    import IPython.display

    shell = Shell()
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    monkeypatch.setattr(IPython.display, "display", lambda rendered: shell.log.append(rendered.text))
    return shell


def fail(shell, error):
    shell.log.clear()
    shell._showtraceback(type(error), error, [])
    return shell.log


def test_the_original_stays_and_the_sentence_comes_after_it(shell):
    explain_errors(Language("en"))
    error = ZeroDivisionError("division by zero")
    assert fail(shell, error) == [error, str(explain(error))]
    error = KipError([message("That is not a day."), message("That is no number.")])
    assert fail(shell, error) == [error, "That is not a day.\nThat is no number."]
    error = RuntimeError("x")
    assert fail(shell, error) == [error]
    assert '"table"' in fail(shell, failure("tabel", {}))[1]
    assert '"In"' not in fail(shell, failure("Inn", {}))[1]


def test_a_second_call_replaces_the_first(shell, monkeypatch):
    said = Language("fr").say(KipError(message("Not saved yet.")).shown[0])
    assert said != "Not saved yet."
    for lang in ("en", "fr", "fr"):
        explain_errors(Language(lang))
    error = KipError(message("Not saved yet."))
    assert fail(shell, error) == [error, said]


def test_a_failure_in_explaining_leaves_the_original(shell, monkeypatch):
    explain_errors(Language("en"))
    monkeypatch.setattr(errors, "explain", lambda *_: 1 / 0)
    error = ValueError("x")
    assert fail(shell, error) == [error]


def test_outside_a_notebook_nothing_happens(monkeypatch):
    import IPython

    monkeypatch.setattr(IPython, "get_ipython", lambda: None)
    explain_errors(Language("en"))
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace())
    explain_errors(Language("en"))


def notebook(*sources: str) -> nbformat.NotebookNode:
    new = nbformat.v4.new_notebook()
    start = 'import kiptools as kip\nshow = kip.Show("fr")\nshow.explain_errors()\nshow.explain_errors()'
    new.cells = [nbformat.v4.new_code_cell(source) for source in (start, *sources)]
    new.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new


FAILING = ("x = [1, 2", "1 / 0", "if 1:\nx = 2", "tabel = 5\ntable", 'kip.exercise("<b>")', "raise KeyboardInterrupt")


def test_a_cell_still_fails_in_a_kernel_and_the_sentence_follows():
    """All in one kernel: errors of syntax, of running and of the kit."""
    from nbclient import NotebookClient
    from this_python import ThisPython

    book = notebook(*FAILING)
    client = NotebookClient(book, allow_errors=True, timeout=120, kernel_manager_class=ThisPython)
    client.execute()
    assert not book.cells[0].outputs
    for cell in book.cells[1:]:
        assert [output.output_type for output in cell.outputs] == ["error", "display_data"], cell.source
        error, after = cell.outputs
        assert error.ename and "\n".join(error.traceback)
        assert set(after.data) == {"text/plain", "text/html"} and 'role="note" lang="fr"' in after.data["text/html"]
        assert "<b>" not in after.data["text/html"]
    assert book.cells[1].outputs[0].ename == "SyntaxError"
    assert "tabel" in book.cells[4].outputs[1].data["text/plain"]


@pytest.mark.parametrize("code", ["1 / 0", "x = (1"])
def test_a_report_with_a_failing_cell_still_fails(code):
    with pytest.raises(KipError, match="Cell 2 failed"):
        execute(notebook(code, "x = 1"), {})
