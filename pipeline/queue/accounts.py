"""What the log's database knows of the accounts beside it, without the pages' own code.

The tables belong to `pipeline.review_app`; a workspace that was never served has none of them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_ACCOUNTS, _TOKENS = "review_app_account", "review_app_token"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose personal token it is, and what they are in the language that was asked about.

    `practises`: the role is to be theirs once they have passed a practice, and they have not.
    """

    handle: str
    coordinator: bool
    role: str
    read_only: bool
    practises: bool


def exist(connection: "BaseDatabaseWrapper") -> bool:
    """Whether anybody has an account here."""
    if not _has(connection, _ACCOUNTS):
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {_ACCOUNTS} LIMIT 1")  # noqa: S608  a name of ours
        return cursor.fetchone() is not None


def holder(connection: "BaseDatabaseWrapper", token_hash: str, language: str, now: datetime) -> Holder | None:
    """Who holds the token with this hash; None where it is unknown, revoked or over. Notes that it was used."""
    if not _has(connection, _TOKENS):
        return None
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.id, a.handle, a.coordinator, m.role, t.read_only, m.practise_first AND NOT EXISTS ("
            "SELECT 1 FROM review_app_practiceresult p"
            " WHERE p.person = a.handle AND p.language = m.language AND p.passed)"
            " FROM review_app_token t"
            " JOIN review_app_account a ON a.id = t.account_id"
            " LEFT JOIN review_app_membership m ON m.account_id = a.id AND m.language = %s"
            " WHERE t.token_hash = %s AND t.revoked_at IS NULL AND t.expires_at > %s AND a.is_active",
            [language, token_hash, moment],
        )
        row = cursor.fetchone()
        if row is None:
            return None
        cursor.execute("UPDATE review_app_token SET last_used_at = %s WHERE id = %s", [moment, row[0]])
    return Holder(row[1], bool(row[2]), row[3] or "", bool(row[4]), bool(row[5]))


def _has(connection: "BaseDatabaseWrapper", table: str) -> bool:
    return table in connection.introspection.table_names()
