"""What a list of models from a stranger may say: the values that two kinds of list have in common."""

import re
from typing import TypeGuard

_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~:/?#\[\]!$&'()*+,;=%-]{1,2000}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def is_address(value: object) -> TypeGuard[str]:
    """Whether a value is the address of a web page, and nothing that a terminal would take for more."""
    return isinstance(value, str) and _ADDRESS.fullmatch(value) is not None


def is_sha256(value: object) -> TypeGuard[str]:
    """Whether a value is a SHA-256 in lower-case hexadecimal."""
    return isinstance(value, str) and _SHA256.fullmatch(value) is not None
