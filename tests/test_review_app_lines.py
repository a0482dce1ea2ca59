"""Lines as the pages show them: markup as people read it, names and lists where directions mix."""

import pytest
from jinja2 import Environment

from pipeline.review_app.environment import environment
from pipeline.review_app.readings import reading


@pytest.fixture
def templates() -> Environment:
    return environment(autoescape=True)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Take <b>10 mg</b> a day", "Take <b>10 mg</b> a day"),
        ("see <a1>the <i>leaflet</i></a1>", 'see <span class="link">the <i>leaflet</i></span>'),
        ("a lonely <b> and <script>", "a lonely &lt;b&gt; and &lt;script&gt;"),
        ("p < 0.001 & more", "p &lt; 0.001 &amp; more"),
        ("<none/>", '<span class="link">&#8709;</span>'),
    ],
)
def test_markup_is_shown_and_all_else_escaped(text: str, shown: str) -> None:
    assert str(reading(text)) == shown


@pytest.mark.parametrize(
    ("template", "language", "shown"),
    [
        ("{{ 'By {person}: {n}'|filled(person='<ana>', n=3) }}", "en", "By <bdi>&lt;ana&gt;</bdi>: 3"),
        (
            "{{ ['ana', 'luis', 'tom']|listed }}",
            "en",
            "<bdi>ana</bdi>, <bdi>luis</bdi>, and <bdi>tom</bdi>",
        ),
        ("{{ ['ana', 'luis']|listed }}", "es", "<bdi>ana</bdi> y <bdi>luis</bdi>"),
        ("{{ ['ana', 'luis']|listed }}", "ar", "<bdi>ana</bdi> و<bdi>luis</bdi>"),
        ("{{ ['a', '{0}']|commas }}", "ar", "<bdi>a</bdi>، <bdi>{0}</bdi>"),
        ("{{ ['a', 'b']|commas('ar') }}", "en", "<bdi>a</bdi>، <bdi>b</bdi>"),
        ("{{ 'By {people}'|filled(people=['{person}']|listed) }}", "en", "By <bdi>{person}</bdi>"),
        ("{{ 'es'|called }}, {{ 'es-419'|called }}", "en", "Spanish, Spanish (Latin America)"),
        ("{{ 'es'|called }}", "ar", "الإسبانية"),
        ("{{ 'xx-unknown'|called }}", "en", "xx-unknown"),
    ],
)
def test_names_lists_and_languages_in_a_line(templates: Environment, template: str, language: str, shown: str) -> None:
    made = templates.from_string(template).render(language=language)
    assert made.replace('<bdi dir="auto">', "<bdi>") == shown
