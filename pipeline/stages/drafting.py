"""Drafts single sentences through a route: spelt, masked, translated, unmasked, mended, and drafted again where wrong.

A draft depends on its sentence alone. Nothing is dropped in silence: a sentence whose tokens do not all come back is
drafted without those it can do without, or not at all, and says why.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline import numerals
from pipeline.confidence import WayBack
from pipeline.languages import Language
from pipeline.model.finding import TermUse
from pipeline.normalise import TOKENS, Masked, Rule, mask, unknown_spans
from pipeline.plugins import Output
from pipeline.spelt_out import Signs
from pipeline.stages import keeping, tagging
from pipeline.stages.engine_text import EngineText
from pipeline.stages.repair import agree, form_for, gender_of, lacking, no_worse, reworded
from pipeline.typography import mend
from pipeline.wording import contains

_VOWEL = re.compile("[aeiou]", re.IGNORECASE)
Spans = tuple[tuple[int, int, str], ...]
_ENDS = ".:;,!?"
_LOST = "the engine lost"


@dataclass(frozen=True, slots=True)
class Draft:
    """A machine's draft of one sentence, or why there is none.

    `unknown` are words the engine left as they were, `repaired` the source's words whose translation was put in,
    `score` and `guessed` the engine's own (`pipeline.plugins.Output`), `back` what a second look measured.
    """

    target: str
    unknown: tuple[str, ...] = ()
    problem: str = ""
    repaired: tuple[str, ...] = ()
    score: float | None = None
    guessed: tuple[str, ...] = ()
    back: WayBack | None = None


@dataclass(frozen=True)
class Drafter:
    """Drafts for one language pair.

    `translate` and `unknown_characters` are the route's; `find_terms` looks a source text up in the termbase.
    """

    translate: Callable[[Sequence[str]], list[Output]]
    unknown_characters: Callable[[str], frozenset[str]]
    find_terms: Callable[[str], Sequence[TermUse]]
    rules: tuple[Rule, ...]
    source: Language
    target: Language
    signs: Signs | None = None

    def draft(self, sentences: Sequence[str]) -> list[Draft]:
        """A draft of each sentence, in order."""
        signs = self.signs or Signs(self.source.style, self.target.style)
        return keeping.drafted(sentences, signs, self.rules, self._wrapped)

    def _wrapped(self, texts: Sequence[EngineText]) -> list[Draft]:
        """A draft of each text, its tags around the right words."""
        drafts = self._draft(texts)
        tagged = [i for i, text in enumerate(texts) if text.fragments and drafts[i].target]
        places = self._places([(texts[i], drafts[i].target) for i in tagged])
        for i in tagged:
            spans = [places.pop(0) for _ in texts[i].fragments]
            drafts[i] = replace(drafts[i], target=tagging.rewrap(texts[i], drafts[i].target, spans)[0])
        return drafts

    def _places(self, tagged: Sequence[tuple[EngineText, str]]) -> list[tuple[int, int] | None]:
        """Where each target holds each fragment of its text, None where that cannot be told."""
        pairs = [(text, fragment, target) for text, target in tagged for fragment in text.fragments]
        asked = [one for text, fragment, _ in pairs for one in tagging.questions(text, fragment)]
        answers = iter(self._draft(asked) if asked else [])
        places = [tagging.place(*pair, tagging.Asked(*(next(answers).target for _ in range(3)))) for pair in pairs]
        missing = [place for place, span in enumerate(places) if span is None]
        asked = [one for place in missing for one in tagging.surroundings(*pairs[place][:2])]
        answers = iter(self._draft(asked) if asked else [])
        for place in missing:
            places[place] = tagging.between(pairs[place][2], next(answers).target, next(answers).target)
        return places

    def _draft(self, texts: Sequence[EngineText]) -> list[Draft]:
        """First drafts, then second ones with terms and figures masked where the first went wrong.

        Where masking all of them at once makes it no better, each is tried alone.
        """
        fixed = [self._fixed(text) for text in texts]
        drafts = self._run(texts, fixed)
        wrong = {i: spans for i, text in enumerate(texts) if (spans := self._repairs(text, drafts[i], fixed[i]))}
        second = self._run([texts[i] for i in wrong], [(*fixed[i], *spans) for i, spans in wrong.items()])
        for (i, spans), draft in zip(wrong.items(), second, strict=True):
            repaired = self._better(texts[i], drafts[i], draft, spans)
            if repaired is drafts[i] and len(spans) > 1:
                for span in spans:
                    alone = self._run([texts[i]], [(*fixed[i], span)])[0]
                    repaired = self._better(texts[i], repaired, alone, (span,))
            drafts[i] = self._reworded(texts[i], repaired)
        return drafts

    def _better(self, text: EngineText, first: Draft, second: Draft, spans: Spans) -> Draft:
        """The second draft, its repairs named, where it has fewer faults than the first and no new one."""
        uses = self.find_terms(text.text)
        if not second.target or not no_worse(uses, first, second):
            return first
        if len(self._repairs(text, second, ())) >= len(self._repairs(text, first, ())):
            return first
        if len(self._altered(text, second)) > len(self._altered(text, first)):
            return first
        return replace(second, repaired=tuple(text.text[start:end] for start, end, _ in spans))

    def _reworded(self, text: EngineText, draft: Draft) -> Draft:
        """The draft with the wrong words of its terms changed where they stand: the last resort, by spelling alone."""
        target, repaired = draft.target, draft.repaired
        for use in lacking(self.find_terms(text.text), target, draft.unknown):
            found = text.text[slice(*use.span)]
            target = reworded(target, use, form_for(use, found), draft.unknown)
            repaired += (found,) if target != draft.target and found not in repaired else ()
        if target == draft.target:
            return draft
        target = mend(target, text.text, self.target.style)
        unknown = self._really_unknown(draft.unknown, text.text, target)
        return replace(draft, target=target, repaired=repaired, unknown=unknown)

    def _fixed(self, text: EngineText) -> Spans:
        """What must come back as it is: addresses, tagged words, and words with characters the engine does not know."""
        return (*text.fixed, *unknown_spans(text.text, self.unknown_characters, text.fixed))

    def _run(self, texts: Sequence[EngineText], spans: Sequence[Spans]) -> list[Draft]:
        """A draft of each text with its spans masked; where a token is lost, a second try with another token."""
        drafts = self._try(texts, spans, TOKENS[0])
        lost = [i for i, draft in enumerate(drafts) if draft.problem.startswith(_LOST)]
        again = self._try([texts[i] for i in lost], [spans[i] for i in lost], TOKENS[1]) if lost else []
        for i, draft in zip(lost, again, strict=True):
            drafts[i] = draft
        return drafts

    def _try(self, texts: Sequence[EngineText], spans: Sequence[Spans], token: str) -> list[Draft]:
        masked = [mask(text.text, some, token) for text, some in zip(texts, spans, strict=True)]
        asked = [m.text for m in masked if m and not _says_nothing_else(m)]
        outputs = iter(self.translate(asked) if asked else [])
        return [
            self._finish(text, m, Output(m.text) if _says_nothing_else(m) else next(outputs))
            if m
            else Draft("", problem=f"the text itself holds {token}")
            for text, m in zip(texts, masked, strict=True)
        ]

    def _finish(self, text: EngineText, masked: Masked, output: Output) -> Draft:
        if output.problem:
            return Draft("", problem=output.problem)
        target = masked.unmask(self._agreeing(text, masked, output.text))
        if target is None:
            return Draft("", problem=f"{_LOST} {', '.join(masked.values)}")
        target = numerals.relocalise(target, text.text, self.source.style, self.target.style)
        target = numerals.ungroup(target, text.text, self.source.style, self.target.style)
        target = mend(target, text.text, self.target.style)
        unknown = self._really_unknown(output.unknown, text.text, target)
        guessed = tuple(word for word in output.guessed if contains(target, word))
        return Draft(target, unknown, score=output.score, guessed=guessed)

    def _agreeing(self, text: EngineText, masked: Masked, target: str) -> str:
        """The engine's text with articles that fit the terms behind the tokens."""
        forms = {form_for(use, text.text[slice(*use.span)]): use for use in self.find_terms(text.text)}
        for token, value in zip(masked.tokens, masked.values, strict=True):
            if value in forms:
                target = agree(target, token, gender_of(forms[value], value), self.target.style.articles)
        return target

    def _really_unknown(self, words: Sequence[str], source: str, target: str) -> tuple[str, ...]:
        """The unknown words but our tokens, names and figures of the source, and parts of an accepted term."""
        terms = [form for use in self.find_terms(source) for form in use.accepted if contains(target, form)]
        known = " ".join(terms).casefold().split()
        return tuple(
            word
            for word in dict.fromkeys(words)
            if contains(target, word) and word.casefold() not in known and not _is_name(word, source)
        )

    def _altered(self, text: EngineText, draft: Draft) -> list[tuple[int, int, str]]:
        """The figures that did not come through."""
        return numerals.altered(text.text, draft.target, self.source.style, self.target.style)

    def _repairs(self, text: EngineText, draft: Draft, fixed: Spans) -> Spans:
        """What to mask in a second draft: the terms that are wrong, and every figure that did not come through."""
        if not draft.target:
            return ()
        wrong = lacking(self.find_terms(text.text), draft.target, draft.unknown)
        spans = [(*use.span, form_for(use, text.text[slice(*use.span)])) for use in wrong]
        spans += self._altered(text, draft)
        return tuple(span for span in spans if not any(span[0] < end and start < span[1] for start, end, _ in fixed))


def _says_nothing_else(masked: Masked) -> bool:
    """Whether a text is one token and marks: an engine has nothing to translate there, and makes something up."""
    return len(masked.values) == 1 and masked.text.strip(f" {_ENDS}") == masked.tokens[0]


def _is_name(word: str, source: str) -> bool:
    """Whether an unknown word is a name, code or unit that stands so in the source: `HbA1c`, `mmol`, `et al`."""
    if not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", source):
        return False
    odd = any(c.isdigit() for c in word) or any(c.isupper() for c in word[1:])
    named = word[0].isupper() and not source.startswith(word)
    return odd or named or f"{word} al." in source or f"et {word}." in source or not _VOWEL.search(word)
