"""Reads the facts at the head of a Markdown text: YAML between two lines of three hyphens."""

from collections.abc import Hashable
from functools import cache
from typing import Any

from pipeline.errors import SourceError

_FENCE = "---"


def split_front_matter(text: str) -> tuple[dict[str, Any], str, int]:
    """The front matter (empty where there is none), the text behind it, and how many lines stand before that.

    Raises SourceError, beginning with the line, for front matter that cannot be read.
    """
    if text != _FENCE and not text.startswith(f"{_FENCE}\n"):
        return {}, text, 0
    rows = text.split("\n")
    closing = next((n for n, row in enumerate(rows[1:], 1) if row.rstrip() in (_FENCE, "...")), None)
    if closing is None:
        raise SourceError("1: the front matter has no end: close it with a line of three hyphens")
    return _facts("\n".join(rows[1:closing])), "\n".join(rows[closing + 1 :]), closing + 1


def _facts(text: str) -> dict[str, Any]:
    import yaml

    try:
        facts = yaml.load(text, Loader=_loader())  # noqa: S506 - a subclass of the safe loader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise SourceError(f"{line}: the front matter is not YAML: {error.problem}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SourceError("1: the front matter is not YAML: check it with a YAML editor") from error
    if facts is None:
        return {}
    if not isinstance(facts, dict) or not all(isinstance(key, str) for key in facts):
        raise SourceError("1: write the front matter as lines of `key: value`")
    return facts


@cache
def _loader() -> Any:
    """YAML's safe loader, which also refuses a key that is there twice."""
    import yaml

    class Loader(yaml.SafeLoader):
        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
            seen: set[str] = set()
            for key, _ in node.value:
                if key.value in seen:
                    raise yaml.MarkedYAMLError(problem=f"{key.value!r} stands here twice", problem_mark=key.start_mark)
                if isinstance(key.value, str):
                    seen.add(key.value)
            return super().construct_mapping(node, deep=deep)

    return Loader
