"""Every sentence in every language, with its placeholders, plurals and marks."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import nbformat
import pytest
from babel.messages.pofile import read_po, write_po

import kiptools as kip
from kiptools.editions import messages, translate
from kiptools.language import read_catalogue
from kiptools.upkeep import extract_library, extract_notebook, sources, update_catalogue

OTHERS = [lang for lang in kip.LANGUAGES if lang != "en"]
NOTEBOOKS = sources()
PACKAGE = Path(kip.__file__).parent


library = cache(extract_library)


def catalogues(lang: str):
    """The catalogues of a language, each with the sentences that it must have."""
    yield PACKAGE / "locale" / f"{lang}.po", library()
    for path in NOTEBOOKS:
        yield path.parent / "locale" / lang / f"{path.stem}.po", extract_notebook(nbformat.read(path, as_version=4))


def entries(path: Path, lang: str):
    with path.open("rb") as file:
        catalogue = read_po(file, locale=lang)
    return catalogue, [entry for entry in catalogue if entry.id]


committed = cache(entries)


@pytest.mark.parametrize("lang", OTHERS)
def test_nothing_is_missing_stale_or_left_over(lang):
    for path, wanted in catalogues(lang):
        _, found = committed(path, lang)
        keys = {(entry.context, entry.id) for entry in found}
        assert keys == {(entry.context, entry.id) for entry in wanted if entry.id}, path.name
        for entry in found:
            texts = entry.string if isinstance(entry.string, tuple) else (entry.string,)
            assert all(texts) and not entry.fuzzy, (path.name, entry.id)


@pytest.mark.parametrize("lang", OTHERS)
def test_placeholders_code_links_and_headings_are_the_same(lang):
    for path, _ in catalogues(lang):
        catalogue, found = committed(path, lang)
        for entry in found:
            plural = isinstance(entry.id, (tuple, list))
            english = entry.id[-1] if plural else entry.id
            texts = entry.string if plural else (entry.string,)
            assert len(texts) == (catalogue.num_plurals if plural else 1)
            for form, text in enumerate(texts):
                for pattern in (r"\{\w+\}", r"`[^`]*`", r"\]\([^)]*\)"):
                    there, wanted = set(re.findall(pattern, text)), set(re.findall(pattern, english))
                    if plural and form == 0:  # "row 8" or "1 row": the singular may go without its number
                        there, wanted = there - {"{count}"}, wanted - {"{count}"}
                    assert there == wanted, entry.id
                assert re.match("#*", text)[0] == re.match("#*", english)[0], entry.id
                assert text.count("**") == english.count("**"), entry.id


@pytest.mark.parametrize("lang", OTHERS)
def test_words_that_belong_to_files_stay_as_they_are(lang):
    """Names of sheets and columns, commands and types are the same in every language."""
    names = re.compile(
        r"\b(select_one|select_multiple|or_other|XLSX|CSV|XLSForm|kip codebook|--survey|--codebook)(?!\w)"
    )
    for path, _ in catalogues(lang):
        for entry in committed(path, lang)[1]:
            for english, text in zip(
                entry.id if isinstance(entry.id, (tuple, list)) else [entry.id],
                entry.string if isinstance(entry.string, tuple) else [entry.string],
                strict=False,
            ):
                assert set(names.findall(english)) <= set(names.findall(text)), entry.id


@pytest.mark.parametrize("lang", OTHERS)
def test_a_translated_notebook_has_the_same_code_and_ids(lang):
    for path in NOTEBOOKS:
        english = nbformat.read(path, as_version=4)
        other = translate(english, path.stem, lang, path.parent.name)
        assert [cell.id for cell in other.cells] == [cell.id for cell in english.cells]
        assert [cell.source for cell in other.cells if cell.cell_type == "code"] == [
            cell.source for cell in english.cells if cell.cell_type == "code"
        ]
        assert len(list(messages(other))) == len(list(messages(english)))
        assert english == nbformat.read(path, as_version=4)  # the notebook handed in is not changed


def test_no_sentence_hides_where_the_catalogues_do_not_look():
    """What stands inside an f-string is not extracted by every Python, and then is never translated."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                calls = [each.func for each in ast.walk(node) if isinstance(each, ast.Call)]
                hidden = [call.id for call in calls if isinstance(call, ast.Name) and call.id in ("message", "counted")]
                assert not hidden, (path.name, node.lineno)


def test_what_is_not_translated_says_so():
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("Brand new words.", id="new")])
    assert translate(book, "evaluation", "fr").cells[0].source == "Brand new words. *[English: not translated yet]*"


def test_a_paragraph_whose_english_changed_is_english_until_somebody_has_looked(tmp_path):
    """Extracted by paragraph and cell, translated, changed in English, and looked at again."""
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("One `code`.\n\nWe ask all partners first.", id="a")]
    )
    path = tmp_path / "fr.po"
    update_catalogue(path, extract_notebook(book), "fr")
    catalogue, found = entries(path, "fr")
    assert [(entry.context, entry.id, entry.string) for entry in found] == [
        ("a", "One `code`.", ""),
        ("a", "We ask all partners first.", ""),
    ]
    for entry, text in zip(found, ("Un `code`.", "Nous interrogeons d'abord tous les partenaires."), strict=True):
        entry.string = text
    with path.open("wb") as file:
        write_po(file, catalogue)
    assert read_catalogue(path).pgettext("a", "We ask all partners first.").startswith("Nous")
    book.cells[0].source = "One `code`.\n\nWe ask all partners at first."
    update_catalogue(path, extract_notebook(book), "fr")
    same, changed = entries(path, "fr")[1]
    assert same.string == "Un `code`." and not same.fuzzy
    assert changed.fuzzy and changed.string.startswith("Nous")
    assert read_catalogue(path).pgettext("a", changed.id) == changed.id  # English, until it is no longer marked
    both = extract_notebook(book)
    for lang in ("it", "hr"):  # one template for all languages: what one had does not go to the next
        old = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("We ask all partners first.", id="a")])
        update_catalogue(tmp_path / f"{lang}.po", extract_notebook(old), lang)
        if lang == "it":
            other, (entry,) = entries(tmp_path / "it.po", lang)
            entry.string = "Prima chiediamo a tutti i partner."
            with (tmp_path / "it.po").open("wb") as file:
                write_po(file, other)
        update_catalogue(tmp_path / f"{lang}.po", both, lang)
    assert not any(entry.string or entry.fuzzy for entry in entries(tmp_path / "hr.po", "hr")[1])
    book.cells[0].id = "b"  # the same words in another cell may need other words
    update_catalogue(path, extract_notebook(book), "fr")
    assert {entry.context for entry in entries(path, "fr")[1]} == {"b"}


def test_croatian_plural_rule():
    """Categories of CLDR: one (1, 21), few (2-4, 22), other (0, 5-20, 11-14)."""
    from kiptools.language import read_catalogue

    hr = read_catalogue(PACKAGE / "locale" / "hr.po")
    forms = [
        hr.ngettext(
            "{count} partner answered. How many were asked is not known.",
            "{count} partners answered. How many were asked is not known.",
            n,
        )
        for n in range(26)
    ]
    few = {n for n, form in enumerate(forms) if form == forms[2]}
    one = {n for n, form in enumerate(forms) if form == forms[1]}
    assert one == {1, 21} and few == {2, 3, 4, 22, 23, 24}


@pytest.mark.parametrize("lang", OTHERS)
def test_every_demo_wording_exists_in_every_language(codebook, lang):
    for thing in (
        *codebook.items,
        *codebook.constructs,
        *(choice for item in codebook.items for choice in item.choices),
    ):
        assert dict(thing.wording.texts).get(lang), (thing, lang)
