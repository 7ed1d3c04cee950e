"""Runs a notebook's cells in this very process, for papermill: no kernel to start, nothing to load twice.

Whoever uses it gives each notebook a process of its own (`kiptools.pool`), so that none sees what another left.
"""

from __future__ import annotations

import io
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.engines import Engine, papermill_engines
from traitlets import Type
from traitlets.config import Config

__all__ = ["ENGINE", "InThisProcess", "shell"]

ENGINE = "in-this-process"
"""The name by which papermill knows it."""


class InThisProcess(Engine):  # type: ignore[misc]
    """papermill's engine that needs no kernel."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        on_cell_start: Callable[[int], None] = lambda index: None,
        **options: Any,
    ) -> None:
        """Run the cells in their order, until one fails."""
        for index, cell in enumerate(nb_man.nb.cells):
            on_cell_start(index)
            nb_man.cell_start(cell, index)
            if cell.cell_type == "code" and cell.source.strip() and not _run(cell):
                nb_man.cell_exception(cell, cell_index=index)
                break
            nb_man.cell_complete(cell, cell_index=index)


papermill_engines.register(ENGINE, InThisProcess)


def _run(cell: NotebookNode) -> bool:
    """Run one cell and keep what it shows; whether nothing stopped it."""
    python = shell()
    with _shown(cell.outputs):
        cell.execution_count = python.execution_count
        result = python.run_cell(cell.source, store_history=True)
    error = result.error_before_exec or result.error_in_exec
    if error is not None:
        lines = traceback.format_exception_only(error)
        cell.outputs.append(new_output("error", ename=type(error).__name__, evalue=str(error), traceback=lines))
    return error is None


@cache
def shell() -> InteractiveShell:
    """The one IPython of this process, which keeps no history on disk and reads nobody's settings."""
    import pandas as pd

    pd.set_option("display.max_columns", 20)  # as in a notebook; it takes a process without a kernel for a terminal
    quiet = Config()
    quiet.HistoryManager.enabled = False
    quiet.HistoryManager.hist_file = ":memory:"
    return _Shell.instance(config=quiet)


_outputs: list[NotebookNode] = []
"""Where what the running cell shows is kept."""


@contextmanager
def _shown(outputs: list[NotebookNode]) -> Iterator[None]:
    """What is shown or printed meanwhile goes to the outputs of a cell, in its order."""
    global _outputs
    before, _outputs = (sys.stdout, sys.stderr), outputs
    sys.stdout, sys.stderr = _Stream("stdout"), _Stream("stderr")
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


class _Stream(io.TextIOBase):
    encoding = "utf-8"

    def __init__(self, name: str) -> None:
        self.name = name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if text and _outputs and _outputs[-1].get("name") == self.name:
            _outputs[-1].text += text
        elif text:
            _outputs.append(new_output("stream", name=self.name, text=text))
        return len(text)


class _Hook(DisplayHook):
    """The value of a cell's last line."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        _outputs.append(
            new_output("execute_result", format_dict, metadata=md_dict or {}, execution_count=self.prompt_count)
        )


class _Publisher(DisplayPublisher):
    """What a cell displays along the way."""

    def publish(self, data: Any, metadata: Any = None, *others: Any, **more: Any) -> None:
        _outputs.append(new_output("display_data", data, metadata=metadata or {}))


class _Shell(InteractiveShell):
    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    def init_ipython_dir(self, ipython_dir: str) -> None:
        pass

    def init_profile_dir(self, profile_dir: Any) -> None:
        pass

    def showtraceback(self, *arguments: Any, **options: Any) -> None:
        """What stopped a cell becomes its output; nothing is printed."""

    showsyntaxerror = showtraceback
