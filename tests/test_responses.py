"""The frozen value and the frame derived from it."""

from __future__ import annotations

import numpy as np
import pytest

import kiptools as kip


def test_nothing_in_it_can_be_changed(demo):
    with pytest.raises(ValueError, match="read-only"):
        demo.codes[0, 0] = 3
    with pytest.raises(AttributeError):
        demo.codes = None
    frame = demo.frame
    frame.loc[:, "trust_1"] = None
    assert demo.frame["trust_1"].notna().sum() == (demo.column("trust_1") >= 0).sum()


def test_the_matrix_is_small_and_column_major(demo):
    assert demo.codes.dtype == np.int8 and demo.codes.flags.f_contiguous
    assert demo.codes.shape == (31, 65 + 6)  # one organisation type, 64 ratings, six activities


def test_the_frame_has_ordered_categories_booleans_and_texts(demo):
    frame = demo.frame
    assert frame["trust_1"].cat.ordered and frame["trust_1"].cat.categories.tolist() == ["1", "2", "3", "4", "5"]
    assert not frame["organisation_type"].cat.ordered
    assert frame["activities/events"].dtype == "boolean"
    assert (
        frame["keep"].notna().sum() == dict((item.name, count) for item, count in kip.open_answers(demo).rows)["keep"]
    )


def test_a_subset_is_a_value_of_its_own(demo):
    employers = demo.where(demo.frame["organisation_type"] == "employer")
    assert (len(employers), employers.population) == (10, None)
    assert employers.where([True] * 10) == employers
    assert demo.where([True] * 31) != demo  # the population of a part is not known
    with pytest.raises(ValueError, match="one entry for each of the 31 respondents"):
        demo.where([True])


def test_equal_files_give_equal_values(demo):
    assert demo == kip.read_responses() and demo != kip.read_responses(population=43)
    assert repr(demo) == "Responses(31 respondents, 68 items, source='answers.csv')"
