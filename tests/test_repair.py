"""Terms are put in only where a draft is wrong, in the form and with the article that fit."""

import pytest

from pipeline import shipped
from pipeline.languages import Languages
from pipeline.model.finding import TermUse
from pipeline.stages.drafting import Draft
from pipeline.stages.repair import agree, form_for, gender_of, lacking, no_worse, reworded

ES = Languages((shipped.language_data(),)).get("es").style
DEVICE = TermUse(
    "robotic device",
    (0, 14),
    "dispositivo robótico",
    ("dispositivo robótico", "dispositivos robóticos", "aparatos robóticos"),
    ("robot",),
    signed=False,
    gender="m",
)
FLARE = TermUse(
    "flare-up", (0, 8), "exacerbación", ("exacerbación", "exacerbaciones"), ("surto",), signed=False, gender="f"
)


@pytest.mark.parametrize(
    ("target", "faults"),
    [
        ("Un dispositivo robótico ayuda.", 0),
        ("Los DISPOSITIVOS robóticos ayudan.", 0),
        ("Los dispositivos electrónicos y robóticos ayudan.", 0),
        ("Un robot, un dispositivo robótico.", 1),
        ("Los dispositivos ayudan.", 1),
        ("", 1),
    ],
)
def test_a_term_is_wrong_where_a_bad_form_is_there_or_no_good_one(target: str, faults: int) -> None:
    assert lacking([DEVICE], target) == [DEVICE] * faults


def test_a_plural_gets_the_nearest_plural() -> None:
    assert form_for(DEVICE, "robotic devices") == "dispositivos robóticos"
    assert form_for(DEVICE, "Robotic device") == "dispositivo robótico"
    assert form_for(FLARE, "flare-ups") == "exacerbaciones"
    assert (gender_of(FLARE, "exacerbaciones"), gender_of(FLARE, "exacerbación")) == ("fpl", "f")


@pytest.mark.parametrize(
    ("target", "gender", "agreed"),
    [
        ("tras un XQA grave", "f", "tras una XQA grave"),
        ("El XQA del XQB", "f", "La XQA del XQB"),
        ("después del XQA", "f", "después de la XQA"),
        ("los XQA y el XQAB", "fpl", "las XQA y el XQAB"),
        ("tras un XQA", "m", "tras un XQA"),
        ("tras un XQA", "", "tras un XQA"),
        ("papel XQA", "f", "papel XQA"),
    ],
)
def test_the_article_fits_the_term_that_will_stand_there(target: str, gender: str, agreed: str) -> None:
    assert agree(target, "XQA", gender, ES.articles) == agreed


def test_no_worse_means_no_term_lost() -> None:
    uses = [DEVICE, FLARE]
    assert no_worse(uses, Draft("un robot"), Draft("una exacerbación y un robot"))
    assert not no_worse(uses, Draft("una exacerbación"), Draft("un dispositivo robótico"))


def test_an_unknown_word_is_no_inflection_of_an_accepted_one() -> None:
    assert lacking([DEVICE], "dispositivos eram robóticas", ["robóticas"]) == [DEVICE]


@pytest.mark.parametrize(
    ("target", "unknown", "reworded_target"),
    [
        ("Un robot ayuda.", [], "Un dispositivo robótico ayuda."),
        ("Robot y robot.", [], "Robot y robot."),
        ("Un dispositivo robôtico ayuda.", ["robôtico"], "Un dispositivo robótico ayuda."),
        ("Un dispositivo electrónico.", ["electrónico"], "Un dispositivo electrónico."),
        ("Dispositivo robôtico.", [], "Dispositivo robôtico."),
        ("Un dispositivo robóticão.", ["robóticão"], "Un dispositivo robótico."),
    ],
)
def test_wrong_words_are_changed_where_they_stand(target: str, unknown: list[str], reworded_target: str) -> None:
    assert reworded(target, DEVICE, "dispositivo robótico", unknown) == reworded_target
