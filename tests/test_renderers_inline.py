from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.document import Link
from pipeline.renderers import _inline

LINKS = (Link(1, "https://example.org/?a=1&b=2"), Link(2, "javascript:alert(1)"), Link(3, "mailto:a@example.org"))
BITS = (
    *("<b>", "</b>", "<i>", "</i>", "<sub>", "</sub>", "<sup>", "</sup>", "<code>", "</code>"),
    *("<a1>", "</a1>", "<a2>", "</a2>", "<a3>", "</a3>", "<a9>", "</a9>", "<a0>", "<a1 href=x>", "<B>", "< b>"),
    *(
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<img src=x onerror=alert(1)>",
        "</style>",
        "</title>",
    ),
    *("&lt;b&gt;", "&", "<", ">", '"', "'", "p < 0.05", "a<b", "<none/>", "<br/>", "</p>", "<?xml", "<\u2060b>"),
)
TEXTS = st.lists(st.sampled_from(BITS) | st.text(max_size=6), max_size=12).map("".join)


class Reader(HTMLParser):
    """Collects what a browser would see: start tags with attributes, text, and whether tags nest."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.stack: list[str] = []
        self.odd: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.stack or self.stack.pop() != tag:
            self.odd.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.odd.append(data)

    def handle_decl(self, decl: str) -> None:
        self.odd.append(decl)

    def handle_pi(self, data: str) -> None:
        self.odd.append(data)

    def unknown_decl(self, data: str) -> None:
        self.odd.append(data)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("HbA<sub>1c</sub> and m<sup>2</sup>", "HbA<sub>1c</sub> and m<sup>2</sup>"),
        ("p < 0.05 & a<b", "p &lt; 0.05 &amp; a&lt;b"),
        ("<b>one <i>two</i></b>", "<b>one <i>two</i></b>"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<b>open", "&lt;b&gt;open"),
        ("shut</b>", "shut&lt;/b&gt;"),
        ("<b>a<i>b</b>c</i>", "<b>a&lt;i&gt;b</b>c&lt;/i&gt;"),
        ("<B>loud</B>", "&lt;B&gt;loud&lt;/B&gt;"),
        ('<b class="x">a</b>', "&lt;b class=&#34;x&#34;&gt;a&lt;/b&gt;"),
        ("<a1>here</a1>", '<a href="https://example.org/?a=1&amp;b=2">here</a>'),
        ("<a2>here</a2>", "here"),
        ("<a1>x <a3>y</a3></a1>", '<a href="https://example.org/?a=1&amp;b=2">x y</a>'),
        ("<a2>x <a3>y</a3></a2>", 'x <a href="mailto:a@example.org">y</a>'),
        ("<\u2060b>as written<\u2060/b>", "&lt;b&gt;as written&lt;/b&gt;"),
        ("<a9>nobody knows</a9>", "&lt;a9&gt;nobody knows&lt;/a9&gt;"),
    ],
)
def test_only_the_notation_becomes_a_tag(text: str, html: str) -> None:
    assert str(_inline.html(text, LINKS)) == html


@pytest.mark.parametrize(
    ("target", "allowed"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://example.org", True),
        ("mailto:ana@example.org", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("//example.org", False),
        ("../other.html", False),
        ("https://example.org/a b", False),
        ("https:example.org", False),
        ("", False),
    ],
)
def test_a_page_leads_to_http_and_mail_only(target: str, *, allowed: bool) -> None:
    assert _inline.address(target) == (target if allowed else "")


@given(TEXTS)
def test_no_text_can_make_another_tag_or_lose_a_word(text: str) -> None:
    read = Reader(f"<p>{_inline.html(text, LINKS)}</p>")
    assert {tag for tag, _ in read.tags} <= {"p", "b", "i", "sub", "sup", "code", "a"}
    links = [attributes for tag, attributes in read.tags if tag == "a"]
    assert all(link in ({"href": LINKS[0].target}, {"href": LINKS[2].target}) for link in links)
    assert [attributes for tag, attributes in read.tags if tag != "a" and attributes] == []
    assert (read.odd, read.stack) == ([], [])
    everywhere = (*LINKS, Link(9, "https://example.org"))
    assert "".join(Reader(f"<p>{_inline.html(text, everywhere)}</p>").texts) == _inline.plain(text)


def test_plain_text_keeps_what_is_no_markup() -> None:
    assert _inline.plain("HbA<sub>1c</sub> <b>below</b> 7 and p < 0.05 <b>") == "HbA1c below 7 and p < 0.05 <b>"
