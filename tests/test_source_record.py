"""What counts as a right that is stated: a word that says no does not open the way to a final leaflet."""

import pytest

from pipeline.model.document import SourceRecord

RIGHTS = ("rights_holder", "licence", "translation_permission")


def missing(name: str, said: str) -> tuple[str, ...]:
    stated = dict.fromkeys(RIGHTS, "CC BY 4.0 allows it") | {name: said}
    return SourceRecord(
        rights_holder=stated["rights_holder"],
        licence=stated["licence"],
        translation_permission=stated["translation_permission"],
    ).missing_rights


@pytest.mark.parametrize("name", RIGHTS)
@pytest.mark.parametrize("said", ["", " ", "no", "No.", "NONE", "pending", "Unknown", "n/a", "N/A", "tbd", "TBD", "-"])
def test_a_value_that_says_no_counts_as_missing(name: str, said: str) -> None:
    assert missing(name, said) == (name,)


@pytest.mark.parametrize("name", RIGHTS)
@pytest.mark.parametrize("said", ["yes", "No rights reserved", "Norwegian Institute", "None of the authors objects"])
def test_other_values_count_as_stated(name: str, said: str) -> None:
    assert missing(name, said) == ()


def test_nothing_stated_is_everything_missing() -> None:
    assert SourceRecord().missing_rights == RIGHTS
