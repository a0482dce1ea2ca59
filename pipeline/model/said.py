"""What is said to people, in English at once and in their own language later: a template with its fields.

A text of this kind is its English: it can be compared, hashed, stored and printed as any other. Who shows it in another
language (`pipeline.interface.Interface.say`) takes the template and the fields. `Said.gettext` and `Said.ngettext` are
named as the tools that extract strings want it; they translate nothing yet.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import reduce
from typing import Any, Self

Field = str | int | Decimal
AFTER = "{said} {more}"
"""The template of two sentences one after the other; nothing in it is to be translated."""


class Said(str):
    """A text in English with the template that it was made of; `plural` and `number` where the text counts.

    A field is a quotation, which stays as it is, a number, or again something that can be said in other languages.
    """

    __slots__ = ("fields", "number", "plural", "template")

    template: str
    plural: str
    number: int
    fields: Mapping[str, Field]

    def __new__(cls, template: str, plural: str, number: int, fields: Mapping[str, Field]) -> Self:
        """Use `gettext` or `ngettext`, whose literals are found for translation."""
        said = super().__new__(cls, (plural if plural and number != 1 else template).format(**fields))
        said.template, said.plural, said.number, said.fields = template, plural, number, fields
        return said

    @classmethod
    def gettext(cls, template: str, /, **fields: Field) -> "Said":
        """The template filled in."""
        return cls(template, "", 0, fields)

    @classmethod
    def ngettext(cls, singular: str, plural: str, number: int, /, **fields: Field) -> "Said":
        """The template that goes with `number`, filled in."""
        return cls(singular, plural, number, fields)

    def then(self, more: "Said") -> "Said":
        """This, and another sentence after it."""
        return Said(AFTER, "", 0, {"said": self, "more": more})

    def __reduce__(self) -> tuple[Any, ...]:
        """As it is made."""
        return Said, (self.template, self.plural, self.number, self.fields)


class LanguageName(str):
    """The English name of a language, with the tag by which CLDR knows its other names."""

    __slots__ = ("tag",)

    tag: str

    def __new__(cls, name: str, tag: str) -> Self:
        """The name of the language `tag`."""
        named = super().__new__(cls, name)
        named.tag = tag
        return named

    def __reduce__(self) -> tuple[Any, ...]:
        """As it is made."""
        return LanguageName, (str(self), self.tag)


def quoted(text: str) -> Said:
    """A text in quotation marks."""
    return Said.gettext("“{text}”", text=text)


def quotations(texts: Iterable[str]) -> Said:
    """Texts in quotation marks, in a row."""
    return in_a_row(map(quoted, texts))


def in_a_row(parts: Iterable[Said]) -> Said:
    """One or more words, one after the other."""
    return reduce(lambda one, other: Said.gettext("{one}, {other}", one=one, other=other), parts)


def in_parts(parts: Iterable[Said]) -> Said:
    """One or more statements, one after the other."""
    return reduce(lambda one, other: Said.gettext("{one}; {other}", one=one, other=other), parts)
