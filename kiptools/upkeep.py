"""Upkeep of the kit: run the committed notebooks again, bring the catalogues up to date.

    python3 -m kiptools refresh

A notebook keeps its executed English outputs, its cell ids and nothing else: no times, no paths, no
counters. A catalogue gets every new sentence; one whose English changed is marked fuzzy, which shows it
in English until a person has looked.
"""

from __future__ import annotations

import copy
import io
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from nbformat import NotebookNode

from kiptools import editions
from kiptools.language import LANGUAGES
from kiptools.places import kit_path, replacing
from kiptools.report import execute

__all__ = ["extract_library", "extract_notebook", "main", "sources", "tidy", "update_catalogue"]

_PACKAGE = Path(__file__).resolve().parent
_KEYWORDS = {"message": None, "counted": (1, 2)}
_CELL_METADATA = ("tags",)
# Lines of a catalogue's heading that change at every run, or tell nothing.
_UNSTABLE = (
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Generated-By',
    '"Last-Translator',
    '"Language-Team',
    '"Report-Msgid-Bugs-To',
    "# Copyright",
    "# FIRST AUTHOR",
)


def main() -> None:
    """Refresh every notebook, every exercise and every catalogue."""
    notebooks = sources()
    for path in notebooks:
        print(f"running {path.name}", flush=True)
        notebook = nbformat.read(path, as_version=4)
        with replacing(path) as new, TemporaryDirectory() as elsewhere:
            nbformat.write(tidy(execute(notebook, {}, folder=Path(elsewhere))), new)
    library = extract_library()
    for lang in LANGUAGES:
        if lang == "en":
            continue
        update_catalogue(_PACKAGE / "locale" / f"{lang}.po", library, lang)
        for path in notebooks:
            prose = extract_notebook(nbformat.read(path, as_version=4))
            update_catalogue(path.parent / "locale" / lang / f"{path.stem}.po", prose, lang)


def sources() -> list[Path]:
    """The committed notebooks: worked ones and solved exercises."""
    return [path for folder in ("notebooks", "exercises") for path in sorted(kit_path(folder).glob("[!.]*.ipynb"))]


def tidy(notebook: NotebookNode) -> NotebookNode:
    """The notebook without what changes from run to run, and without papermill's own cell."""
    cells = []
    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            continue
        cell.metadata = {key: cell.metadata[key] for key in _CELL_METADATA if cell.metadata.get(key)}
        cells.append(cell)
    for count, cell in enumerate((cell for cell in cells if cell.cell_type == "code"), start=1):
        cell.execution_count = count
        for output in cell.outputs:
            output.pop("execution_count", None)
            if output.output_type == "execute_result":
                output.execution_count = count
    notebook.cells = cells
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return notebook


def extract_library() -> Catalog:
    """Every sentence that the library can say."""
    catalogue = Catalog(project="kiptools", charset="utf-8")
    found = extract_from_dir(str(_PACKAGE), [("**.py", "python")], {}, _KEYWORDS)
    for file, _, text, _, _ in found:
        catalogue.add(text, locations=[(file, None)])  # type: ignore[list-item]
    return catalogue


def extract_notebook(notebook: NotebookNode) -> Catalog:
    """Every paragraph of a notebook's prose, under the id of its cell."""
    catalogue = Catalog(project="kiptools", charset="utf-8")
    for cell, text in editions.messages(notebook):
        catalogue.add(text, context=cell)
    return catalogue


def update_catalogue(path: Path, template: Catalog, lang: str) -> None:
    """Bring one catalogue up to date; what is translated stays.

    A new sentence close to one that is gone, in the same cell, takes over its translation, marked fuzzy.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=lang)
    else:
        catalogue = Catalog(locale=lang, project="kiptools", charset="utf-8")
    own = copy.deepcopy(template)  # whose sentences become the catalogue's
    catalogue.update(own, no_fuzzy_matching=True, update_header_comment=False)
    gone = [entry for entry in catalogue.obsolete.values() if entry.string and not entry.pluralizable]
    for entry in catalogue:
        if gone and entry.id and not entry.string and not entry.pluralizable:
            texts = {each.id: each.string for each in gone if each.context == entry.context}
            for near in get_close_matches(str(entry.id), map(str, texts), 1, 0.6):
                entry.string = texts[near]
                entry.flags.add("fuzzy")
    catalogue.obsolete.clear()
    catalogue.fuzzy = False  # the heading, not the sentences
    text = io.BytesIO()
    write_po(text, catalogue, width=110, include_lineno=False, ignore_obsolete=True)
    lines = text.getvalue().decode("utf-8").split("\n")
    with replacing(path) as new:
        new.write_text("\n".join(line for line in lines if not line.startswith(_UNSTABLE)), encoding="utf-8")
