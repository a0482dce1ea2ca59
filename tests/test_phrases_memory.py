"""Phrases match whatever the kind of hyphen or quote; memory prefers what most documents say."""

from pipeline.memory import Match, Memory
from pipeline.model.document import Key
from pipeline.phrases import Phrase, Phrases

HEADING = Phrase("heading", "What is a stroke?", "¿Qué es un ictus?", ("What's a stroke?",), signed=True)
SENTENCE = Phrase(None, "Low-certainty evidence", "Evidencia de certeza baja")


def test_phrases_match_variants_and_kinds_of_sign() -> None:
    phrases = Phrases([HEADING, SENTENCE])
    assert phrases.find(Key("heading", "What is a  stroke?")) == HEADING
    assert phrases.find(Key("title", "WHAT’S A STROKE?")) == HEADING
    assert phrases.find(Key(None, "low‐certainty evidence")) == SENTENCE
    assert phrases.find(Key("cell", "Low-certainty evidence")) == SENTENCE
    assert phrases.find(Key(None, "What is a stroke?")) is None
    assert phrases.find(Key("heading", "What is a stroke")) is None


def test_a_later_row_replaces_an_earlier_one_and_an_empty_one_counts_for_nothing() -> None:
    own = Phrase("heading", "What is a stroke?", "¿Qué es un ACV?")
    assert Phrases([HEADING, own]).find(Key("heading", "What is a stroke?")) == own
    assert Phrases([Phrase(None, "A.", "")]).find(Key(None, "A.")) is None


def test_memory_takes_the_same_context_and_what_most_documents_share() -> None:
    memory = Memory()
    key = Key(None, "Rest.")
    for target, document in (("Repose.", "b"), ("Descanse.", "c"), ("Descanse.", "d")):
        memory.add(key, target, document)
    assert memory.find(key) == Match("Descanse.", "c")
    assert memory.find(Key("item", "Rest.")) is None
    memory.add(key, "Repose.", "a")
    assert memory.find(key) == Match("Repose.", "a")
