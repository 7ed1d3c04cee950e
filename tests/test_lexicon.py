"""The lexicon of verbs: what its files promise, and how it compares with 47 published lists."""

from __future__ import annotations

import csv
import random
from collections import Counter
from statistics import median

import pytest

import kiptools as kip
from kiptools.grammar import GAP
from kiptools.lexicon import READ, Verb, read_lexicon
from kiptools.messages import KipError
from kiptools.outcomes import KNOWLEDGE, LEVELS, TAXONOMY
from kiptools.phrasing import phrasing_of

KINDS = {"opening", "audience", "condition", "degree", "join", "trainer", "weak"}


def columns(lang: str, name: str) -> list[dict[str, str]]:
    with kip.kit_path("data", "lexicon", lang, f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_level_says_of_which_taxonomy_it_is():
    """In that of 1956 the two highest levels change places."""
    labelled = csv.DictReader(kip.kit_path("data", "outcomes", "labelled.csv").open(encoding="utf-8", newline=""))
    rows = [row for lang in READ for row in columns(lang, "verbs")] + list(labelled)
    assert {row["taxonomy"] for row in rows} == {str(TAXONOMY)}


def test_the_languages_are_those_of_the_kit():
    assert set(READ) == set(kip.LANGUAGES)


@pytest.mark.parametrize("lang", READ)
def test_the_files_are_whole(lang):
    verbs, nouns, cues = (columns(lang, name) for name in ("verbs", "nouns", "cues"))
    assert set(verbs[0]) == {"verb", "forms", *LEVELS, "avoid", "source", "taxonomy"}
    assert {row["avoid"] for row in verbs} <= {"", "no", "yes"}
    assert {row["knowledge"] for row in nouns} == set(KNOWLEDGE)
    assert {row["kind"] for row in cues} == KINDS
    for row in (*verbs, *nouns, *cues):
        assert None not in row and None not in row.values(), row  # as many cells as headings
        assert all(value == value.strip() for value in row.values()), row
    assert all(row["source"] for row in (*verbs, *nouns))
    assert len({(row["kind"], row["text"]) for row in cues}) == len(cues)


@pytest.mark.parametrize("lang", READ)
def test_shares_are_whole_numbers_that_add_up_and_none_is_certain(lang):
    for row in columns(lang, "verbs"):
        shares = [int(row[level]) for level in LEVELS]
        assert sum(shares) == 100 and min(shares) >= 0 and max(shares) < 100, row["verb"]


@pytest.mark.parametrize("lang", READ)
def test_no_form_has_two_entries(lang):
    lexicon = read_lexicon(lang)
    forms = Counter(form.casefold() for verb in lexicon.verbs for form in {verb.verb, *verb.forms})
    assert [form for form, times in forms.items() if times > 1] == []
    kinds: dict[str, set[str]] = {}
    for row in columns(lang, "nouns"):
        for noun in filter(None, (row["noun"], *row["forms"].split("|"))):
            kinds.setdefault(noun.casefold(), set()).add(row["knowledge"])
    assert [noun for noun, found in kinds.items() if len(found) > 1] == []


@pytest.mark.parametrize("lang", READ)
def test_there_are_enough_verbs_at_every_level(lang):
    verbs = read_lexicon(lang).verbs
    assert len(verbs) >= 80
    levels = Counter(verb.level for verb in verbs)
    assert all(levels[level] >= 8 for level in LEVELS), levels
    assert sum(verb.avoid for verb in verbs) >= 5


@pytest.mark.parametrize("lang", READ)
def test_every_verb_is_found_by_its_own_dictionary_form(lang):
    verbs = read_lexicon(lang).verbs
    found = [phrasing_of(f"{verb.verb[0].upper()}{verb.verb[1:]}", lang).verb for verb in verbs]
    assert [pair for pair in zip(verbs, found, strict=True) if pair[0] != pair[1]] == []


def spelled_out(form: str) -> list[str]:
    """ "give … example/examples" stands for two forms."""
    head, gap, objects = form.partition(f" {GAP} ")
    return [f"{head} {each}" for each in objects.split("/")] if gap else [form]


@pytest.mark.parametrize("lang", READ)
def test_every_listed_form_leads_to_its_verb(lang):
    missed = [
        (verb.verb, form, found and found.verb)
        for verb in read_lexicon(lang).verbs
        for listed in verb.forms
        for form in spelled_out(listed)
        if (found := phrasing_of(form, lang).verb) != verb
    ]
    assert missed == []


@pytest.mark.parametrize("lang", READ)
@pytest.mark.parametrize("level", LEVELS)
def test_every_level_has_verbs_to_suggest(lang, level):
    entries = {verb.verb: verb for verb in read_lexicon(lang).verbs}
    found = read_lexicon(lang).at(level)
    assert len(found) == 3 and read_lexicon(lang).at(level, 1) == found[:1]
    assert all(entries[verb].level == level and not entries[verb].avoid for verb in found)
    assert all(entries[verb].shares[LEVELS.index(level)] >= 0.5 for verb in found)


def test_an_unknown_language_is_refused():
    with pytest.raises(KipError, match='"de" is no language .* en, fr, it, hr, pt'):
        read_lexicon("de")


# --- the published lists -------------------------------------------------------------------------------


def mean_level(verb: Verb) -> float:
    return sum(level * share for level, share in enumerate(verb.shares, 1))


def published() -> list[tuple[float, Verb]]:
    """Mean level over 47 lists (Newton, Da Silva & Peters 2020), of English verbs that the lexicon has too.

    Only up to 4: above, the lists mix the order of 1956 with that of 2001.
    """
    entries = {verb.verb: verb for verb in read_lexicon("en").verbs}
    rows = [(float(row["mean"]), row["verb"]) for row in columns("en", "newton_2020")]
    return [(mean, entries[verb]) for mean, verb in rows if verb in entries and mean <= 4]


def test_the_shares_are_near_the_published_means_and_would_not_be_by_chance():
    pairs = published()
    assert len(pairs) >= 60
    means = [mean_level(verb) for _, verb in pairs]

    def off(means: list[float]) -> float:
        return median(abs(mean - theirs) for mean, (theirs, _) in zip(means, pairs, strict=True))

    assert off(means) <= 0.4
    for seed in range(100):
        shuffled = random.Random(seed).sample(means, len(means))
        assert off(shuffled) > 0.5
