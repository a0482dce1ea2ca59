"""Capitals that an Apertium pair moves are taken back, those of names are not."""

import pytest

from pipeline.engines.apertium import without_moved_capital


@pytest.mark.parametrize(
    ("sentence", "unknown", "text", "mended"),
    [
        ("XQA, vacunas y té ayudan.", ("XQA",), "XQA, Vaccins et thé aident.", "XQA, vaccins et thé aident."),
        ("XQA: las personas.", ("XQA",), "XQA: Les personnes.", "XQA: les personnes."),
        ("El inhalador vs. XQA solo", ("vs", "XQA"), "Le inhalador vs. XQA Seul", "Le inhalador vs. XQA seul"),
        (
            "Con preventer todos los días",
            ("preventer",),
            "Avec preventer Tous les jours",
            "Avec preventer tous les jours",
        ),
        ("El preventer grande de Chile", ("preventer",), "Le preventer Chili grand", "Le preventer Chili grand"),
        ("Con XQA usan OMS", ("XQA",), "Avec XQA OMS utilisent", "Avec XQA OMS utilisent"),
        ("A fala é difícil.", (), "EL habla es difícil.", "El habla es difícil."),
        ("A OMS aconselha.", (), "OMS aconseja.", "OMS aconseja."),
        ("A FALA É DIFÍCIL.", (), "EL HABLA ES DIFÍCIL.", "EL HABLA ES DIFÍCIL."),
    ],
)
def test_a_capital_that_moved_goes_and_a_name_keeps_its_own(
    sentence: str, unknown: tuple[str, ...], text: str, mended: str
) -> None:
    assert without_moved_capital(text, unknown, sentence) == mended
