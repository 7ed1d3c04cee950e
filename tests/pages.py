"""What every report has to be, whatever it tells: one page by itself, and whole in its language."""

from __future__ import annotations

import os
import re
from html import unescape
from pathlib import Path

import nbformat

import kiptools as kip
from kiptools.publishing.edition import document_edition
from kiptools.publishing.page import to_html

__all__ = ["assert_stands_alone", "assert_whole", "words_of", "write_reports"]


def write_reports(name: str, folder: Path, languages: tuple[str, ...]) -> dict[str, str]:
    """The report on the demo data in each language.

    English by default as the notebook is kept: that running it gives the same is tested with the notebooks.
    """
    return {
        lang: as_kept(name)
        if lang == "en" and not os.environ.get("KIP_CAMPAIGN")
        else kip.write_report(name, folder / f"{lang}.html", {"lang": lang}).read_text(encoding="utf-8")
        for lang in languages
    }


def as_kept(name: str) -> str:
    notebook = nbformat.read(kip.kit_path("notebooks", f"{name}.ipynb"), as_version=4)
    return to_html(document_edition(notebook, "en", kip.TitlePage(), {"lang": "en"}), "en", "report")


def words_of(page: str) -> str:
    """What is read on a page."""
    text = re.sub("<[^>]*>", " ", re.sub(r"<style.*?</style>|base64,[^\"]*", "", page, flags=re.S))
    return re.sub(r"\s+", " ", unescape(text))


def assert_stands_alone(page: str, lang: str) -> None:
    """One page with one title that needs no network."""
    assert f'<html lang="{lang}">' in page and len(re.findall("<h1", page)) == 1
    assert "default-src 'none'" in page and not re.search(r"<(script|link|iframe|object)\b", page)
    sources = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert sources and all(source.startswith(("data:image/svg+xml;base64,", "#")) for source in sources)


def assert_whole(page: str, name: str, lang: str) -> None:
    """Nothing says that it is not translated, and no English prose of the notebook is left."""
    assert "not translated yet" not in page
    if lang != "en":
        cells = nbformat.read(kip.kit_path("notebooks", f"{name}.ipynb"), as_version=4).cells
        prose = [part for cell in cells if cell.cell_type == "markdown" for part in cell.source.split("\n\n")]
        assert [part for part in prose if len(part) > 40 and re.sub(r"[*`#]", "", part)[:40] in page] == []
