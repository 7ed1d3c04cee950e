"""The kit eats its own food: its notebooks, its exercises and its demo training state outcomes that its own checker can read."""

from __future__ import annotations

import re

import nbformat
import pytest

import kiptools as kip
from kiptools.editions import translate
from kiptools.upkeep import sources

NOTEBOOKS = [f"{path.parent.name}/{path.stem}" for path in sources()]
WRONG = {"no text", "no language", "trainer", "no verb", "unknown verb", "unobservable", "too long"}
"""What no outcome of ours may be; two things in one, and a level that a verb alone does not tell, are a matter of taste."""


def outcomes_of(name: str, lang: str) -> list[str]:
    """The list in the notebook's cell `outcomes`."""
    folder, _, stem = name.partition("/")
    notebook = nbformat.read(kip.kit_path(folder, f"{stem}.ipynb"), as_version=4)
    (cell,) = (cell for cell in translate(notebook, stem, lang, folder).cells if cell.id == "outcomes")
    assert "not translated yet" not in cell.source
    return re.findall(r"^- (.+?)[,;.]?$", cell.source, re.M)


@pytest.mark.parametrize("lang", kip.LANGUAGES)
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_notebook_states_outcomes_that_somebody_could_observe(name, lang):
    found = kip.classify(outcomes_of(name, lang), lang=lang)
    assert 3 <= len(found.outcomes) <= 6
    for one in found.outcomes:
        assert not {finding.kind for finding in one.findings} & WRONG, (one.of.text, one.findings)
    told = [one.level for one in found.outcomes if one.level]
    assert len(told) >= len(found.outcomes) - 1 and not set(told) <= {"remember", "understand"}


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_the_flaws_of_the_demo_training_are_found_and_no_others(lang):
    """Planted (data/README.md): nobody can observe B3 and F3, G3 is about the module, B4 is two outcomes in one."""
    found = {
        one.of.id: {each.kind for each in one.findings} for one in kip.classify(kip.read_outcomes(lang=lang)).outcomes
    }
    assert "unobservable" in found["B3"] and "unobservable" in found["F3"] and "trainer" in found["G3"]
    assert "two outcomes" in found["B4"]
    others = {
        id: kinds & (WRONG | {"two outcomes"}) for id, kinds in found.items() if id not in ("B3", "B4", "F3", "G3")
    }
    assert not {id: kinds for id, kinds in others.items() if kinds}
