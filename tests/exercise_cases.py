"""Exercises run without a kernel: their cells in order, what they check, and wrong versions of their solutions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

import kiptools as kip
from kiptools.checks import Exercise, check
from kiptools.editions import MARKER
from kiptools.show import Rendered

__all__ = ["Recorder", "answer_by", "mutants", "namespaces", "run_cells"]

NOTHING = Rendered("", "")


class Recorder(kip.Show):
    """A `Show` that notes what is checked, and draws nothing."""

    def __init__(self, lang: str = "en", exercise: Exercise | None = None) -> None:
        object.__setattr__(self, "lang", lang)
        object.__setattr__(self, "exercise", exercise)
        object.__setattr__(self, "answers", {})
        object.__setattr__(self, "verdicts", {})

    def check(self, question: str, answer: object) -> Rendered:
        self.answers[question] = answer
        self.verdicts[question] = check(question, answer, self.exercise)
        return NOTHING

    def table(self, result: object) -> Rendered:
        return NOTHING

    figure = sentence = hint = table

    def explain_errors(self) -> None:
        pass


def run_cells(notebook: NotebookNode, seed: int = 0) -> dict[str, Any]:
    """Run all code cells in order; the names that they leave. `show` is a `Recorder`."""
    return namespaces(notebook, seed)[""]


def namespaces(notebook: NotebookNode, seed: int = 0) -> dict[str, dict[str, Any]]:
    """The names that are there before each question's answer cell, by its id; and at the end, under ""."""
    names: dict[str, Any] = {"__name__": "learner"}
    before = {}
    for cell in notebook.cells:
        if "question" in cell.metadata.get("tags", []) or cell.id.endswith("-answer"):
            before[cell.id] = dict(names)
        if cell.cell_type == "code":
            exec(compile(cell.source, cell.id, "exec"), names)
            if "parameters" in cell.metadata.get("tags", []):
                names["seed"] = seed
            if isinstance(names.get("show"), kip.Show) and not isinstance(names["show"], Recorder):
                names["show"] = Recorder(names["lang"], names["show"].exercise)
    return {**before, "": names}


def answer_by(code: str, names: dict[str, Any]) -> object:
    """What a piece of code, run after the cells before a question, leaves in `answer`."""
    own = dict(names)
    exec(compile(code, "route", "exec"), own)
    return own["answer"]


# Wrong versions of a solution: one small change each.

SWAPS = {
    "mean": "median",
    "median": "mean",
    "sum": "mean",
    "min": "max",
    "max": "min",
    "count": "size",
    "nlargest": "nsmallest",
    "nsmallest": "nlargest",
    "idxmax": "idxmin",
    "idxmin": "idxmax",
    "any": "all",
    "all": "any",
    "first": "last",
    "head": "tail",
    "isna": "notna",
    "notna": "isna",
    "lower": "upper",
    "upper": "lower",
    "favourable": "answered",
    "answered": "missing",
}


class _Mutate(ast.NodeTransformer):
    """Applies the change number `wanted`; counts how many there are."""

    def __init__(self, wanted: int, letters: tuple[str, ...]) -> None:
        self.wanted, self.letters, self.place, self.what = wanted, letters, -1, ""

    def _here(self, what: str) -> bool:
        self.place += 1
        if self.place == self.wanted:
            self.what = what
            return True
        return False

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        value = node.value
        if isinstance(value, bool):
            return ast.Constant(not value) if self._here("the opposite") else node
        if isinstance(value, (int, float)):
            if self._here("one more"):
                return ast.Constant(value + 1)
            if self._here("one less"):
                return ast.Constant(value - 1)
            return ast.Constant(value * 100) if self._here("a hundred times") else node
        if isinstance(value, str) and value.upper() in {letter.upper() for letter in self.letters}:
            for letter in self.letters:
                if letter.upper() != value.upper() and self._here(f"letter {letter}"):
                    return ast.Constant(letter)
        elif isinstance(value, str) and len(value) < 40:
            digits = re.search(r"\d+", value)
            if digits and self._here("the next one"):
                return ast.Constant(value[: digits.start()] + str(int(digits[0]) + 1) + value[digits.end() :])
            if "," in value and self._here("without the last"):
                return ast.Constant(value.rpartition(",")[0])
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        node = self.generic_visit(node)  # type: ignore[assignment]
        if node.attr in SWAPS and self._here(f"{SWAPS[node.attr]} for {node.attr}"):
            return ast.Attribute(node.value, SWAPS[node.attr], node.ctx)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        node = self.generic_visit(node)  # type: ignore[assignment]
        if isinstance(node.func, ast.Attribute) and node.func.attr == "dropna" and self._here("missing kept"):
            return node.func.value
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        node = self.generic_visit(node)  # type: ignore[assignment]
        other = {
            ast.Gt: ast.GtE,
            ast.GtE: ast.Gt,
            ast.Lt: ast.LtE,
            ast.LtE: ast.Lt,
            ast.Eq: ast.NotEq,
            ast.NotEq: ast.Eq,
        }
        kind = type(node.ops[0])
        if kind in other and self._here("the bound"):
            return ast.Compare(node.left, [other[kind]()], node.comparators)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        node = self.generic_visit(node)  # type: ignore[assignment]
        if isinstance(node.op, ast.Div):
            if self._here("percent for share"):
                return ast.BinOp(ast.Constant(100), ast.Mult(), node)
            if self._here("wrong denominator"):
                return ast.BinOp(node.left, ast.Div(), ast.BinOp(node.right, ast.Add(), ast.Constant(7)))
        other = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div}
        if type(node.op) in other and self._here("another operation"):
            return ast.BinOp(node.left, other[type(node.op)](), node.right)
        return node

    def visit_List(self, node: ast.List) -> ast.AST:
        node = self.generic_visit(node)  # type: ignore[assignment]
        for place in range(len(node.elts)):
            if len(node.elts) > 1 and self._here(f"without item {place}"):
                return ast.List([each for at, each in enumerate(node.elts) if at != place], node.ctx)
        return node


def mutants(source: str, letters: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Versions of a piece of code, each with one change in what is marked as a solution (or anywhere, if nothing is)."""
    marked = {row for row, line in enumerate(source.split("\n"), start=1) if MARKER.search(line)}
    place = 0
    while True:
        tree, mutation = ast.parse(source), _Mutate(place, letters)
        for at, node in enumerate(tree.body):
            if not marked or marked & set(range(node.lineno, (node.end_lineno or node.lineno) + 1)):
                tree.body[at] = mutation.visit(node)
        if not mutation.what:
            return
        yield mutation.what, ast.unparse(ast.fix_missing_locations(tree))
        place += 1
