"""Every way in which a broken PO file has been read silently by a library is refused with its line."""

import pytest

from pipeline.catalog.gate import lines_of
from pipeline.catalog.po import parse
from pipeline.errors import CatalogError

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'

REFUSED = {
    "a string that is not closed": ('msgid "a"\nmsgstr "Tome 10 mg\n', "x.po:6: a string is not closed"),
    "an opening quote is missing": ('msgid "a"\nmsgstr Tome"\n', "x.po:6: a string is not closed"),
    "a quote inside": ('msgid "a"\nmsgstr "say "no""\n', "x.po:6: a string is not closed"),
    "NUL": ('msgid "a"\nmsgstr "b\0"\n', "x.po:6: contains a NUL character"),
    "NUL in a comment": ('# a\0b\nmsgid "a"\nmsgstr "b"\n', "x.po:5: contains a NUL character"),
    "control character": ('msgid "a"\nmsgstr "b\x07"\n', "x.po:6: contains a control character"),
    "hexadecimal escape": ('msgid "a"\nmsgstr "\\x41"\n', "x.po:6: a hexadecimal or octal escape"),
    "octal escape": ('msgid "a"\nmsgstr "\\101"\n', "x.po:6: a hexadecimal or octal escape"),
    "no msgstr at the end": ('msgid "a"', "x.po:5: the file ends after a msgid"),
    "no msgstr before a blank line": ('msgid "a"\n', "x.po:6: a message ends after its msgid"),
    "no msgstr in the middle": ('msgid "a"\n\nmsgid "b"\nmsgstr ""\n', "x.po:6: a message ends after its msgid"),
    "msgstr without msgid": ('msgstr "b"\n', "x.po:5: msgstr does not belong here"),
    "two msgids": ('msgid "a"\nmsgid "b"\nmsgstr ""\n', "x.po:6: msgid does not belong here"),
    "context with empty msgid": ('msgctxt "c"\nmsgid ""\nmsgstr "b"\n', "x.po:7: a message has a context but an empty"),
    "plural": ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\n', "x.po:6: msgid_plural: plural forms are not used"),
    "stray string": ('"a"\n', "x.po:5: a string that belongs to no message"),
    "stray word": ("Tome 10 mg\n", "x.po:5: a string is not closed"),
    "duplicate": ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', "the message 'a' is there twice"),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_refuses(text: str, message: str) -> None:
    with pytest.raises(CatalogError) as refusal:
        parse((HEADER + text).encode(), "x.po")
    assert message in str(refusal.value)


def test_refuses_bytes_that_are_not_utf8() -> None:
    with pytest.raises(CatalogError, match=r"x\.po:6: byte 0xe9 is not UTF-8"):
        parse((HEADER + 'msgid "a"\nmsgstr "').encode() + b"\xe9" + b'"\n', "x.po")


def test_refuses_another_charset() -> None:
    with pytest.raises(CatalogError, match="catalogs are UTF-8"):
        parse(HEADER.replace("UTF-8", "ISO-8859-1").encode(), "x.po")


def test_refuses_an_empty_file() -> None:
    with pytest.raises(CatalogError, match="the file is empty"):
        parse(b"\n", "x.po")


ACCEPTED = {
    "byte order mark and CRLF": ("\ufeff" + HEADER + 'msgid "a"\nmsgstr "b"\n').replace("\n", "\r\n"),
    "raw tab": HEADER + 'msgid "a"\nmsgstr "b\tc"\n',
    "continued strings": HEADER + 'msgid ""\n"a"\nmsgstr ""\n"b"\n"c"\n',
    "previous and obsolete": HEADER + '#, fuzzy\n#| msgid "x"\nmsgid "a"\nmsgstr "b"\n\n#~ msgid "o"\n#~ msgstr "p"\n',
    "comment without a space": HEADER + '#note\nmsgid "a"\nmsgstr "b"\n',
    "no blank line between messages": HEADER + 'msgid "a"\nmsgstr "b"\nmsgid "c"\nmsgstr "d"\n',
    "separators inside a text": HEADER + 'msgid "a"\nmsgstr "b\u2028c\u0085d"\n',
}


@pytest.mark.parametrize("text", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_accepts(text: str) -> None:
    assert next(entry.key.source for entry in parse(text.encode(), "x.po").entries) == "a"


def test_line_separators_do_not_cut_a_message() -> None:
    catalog = parse(ACCEPTED["separators inside a text"].encode(), "x.po")
    assert [entry.target for entry in catalog.entries] == ["b\u2028c\u0085d"]


def test_a_comment_without_a_space_is_kept() -> None:
    assert parse(ACCEPTED["comment without a space"].encode(), "x.po").entries[0].notes == ("note",)


def test_hostile_line_is_read_in_linear_time() -> None:
    with pytest.raises(CatalogError):
        lines_of((HEADER + 'msgid "' + "\\" * 1_000_001 + "\n").encode(), "x.po")
