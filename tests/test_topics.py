"""What shows a result is loaded with the first result of its kind, and nothing else is."""

from __future__ import annotations

import subprocess
import sys

import kiptools as kip
from kiptools.show.figures import figure
from kiptools.show.sentences import sentence
from kiptools.show.tables import table
from kiptools.show.topics import TOPICS, load_topics, load_topics_of

ALWAYS = {"figures", "sentences", "tables"}


def last(name: str) -> str:
    return name.rpartition(".")[2]


def test_every_kind_of_result_is_known_by_the_module_it_comes_from():
    load_topics()
    taught: dict[str, set[str]] = {}
    for generic in (figure, sentence, table):
        for kind, shows in generic.registry.items():
            if kind.__module__.startswith("kiptools") and last(shows.__module__) not in ALWAYS:
                taught.setdefault(last(kind.__module__), set()).add(last(shows.__module__))
    assert taught == {home: set(topics) for home, topics in TOPICS.items()}


def test_no_result_is_shown_as_what_it_only_resembles():
    """A class whose base is shown otherwise would be shown like its base as long as its own topic is not loaded."""
    load_topics()
    for generic in (figure, sentence, table):
        kinds = [kind for kind in generic.registry if kind is not object]
        assert not [(one, other) for one in kinds for other in kinds if one is not other and issubclass(one, other)]


def test_only_what_is_shown_is_loaded():
    said = """
import sys
import kiptools as kip
show = kip.Show()
before = {name for name in sys.modules if name.startswith("kiptools.show.")}
show.sentence(kip.reliability(kip.read_responses()))
print(*sorted({name for name in sys.modules if name.startswith("kiptools.show.")} - before))
"""
    shown = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout.split()
    assert "kiptools.show.constructs" in shown
    assert not {"kiptools.show.network", "kiptools.show.swot", "kiptools.show.programmes"} & set(shown)


def test_what_is_no_result_of_the_kit_loads_nothing():
    assert not any(map(load_topics_of, (3, "likert", None, load_topics, kip.Show)))
