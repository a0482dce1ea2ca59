"""The tables: who may sign in, in which role for which language, links that work once, and attempts to sign in.

And who works on what: claims, who is where with which sentence open, what was typed and not yet decided.

After a change, `tests/test_review_app_accounts.py` says which migration is missing.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from pipeline.review_app.kept_glance import KeptGlance  # noqa: F401  a table too
from pipeline.review_app.permissions import Action, Role, in_force, may

if TYPE_CHECKING:
    Word = models.CharField[str, str]
    Owner = models.ForeignKey["Account", "Account"]
    Moment = models.DateTimeField[datetime, datetime]
    MomentOrNone = models.DateTimeField[datetime | None, datetime | None]

_SESSIONS = "pipeline.review_app.sessions"
_HANDLE, _TAG, _HASH = 64, 35, 64  # longest handle; longest language tag; hex digits of SHA-256
_SLUG, _SEGMENT = 200, 16  # longest name of a document in an address; letters of `page.identity`


class Accounts(BaseUserManager["Account"]):
    """Makes accounts; the password has been validated before."""

    def make(self, handle: str, password: str, *, language: str = "", coordinator: bool = False) -> "Account":
        """A new account with its password hashed."""
        account: Account = self.model(handle=handle, language=language, coordinator=coordinator)
        account.set_password(password)
        account.save(force_insert=True)
        return account


class Account(AbstractBaseUser):
    """A person. The handle is the name that signatures in the catalogs carry; `language` is that of the pages.

    Whoever changes `session_key` ends the sessions of the account.
    There is an `email` only where the person gave one, for the digest.
    """

    handle: "Word" = models.CharField(max_length=_HANDLE, unique=True)
    language: "Word" = models.CharField(max_length=_TAG, blank=True, default="")
    email: "Word" = models.EmailField(blank=True, default="")
    coordinator: "models.BooleanField[bool, bool]" = models.BooleanField(default=False)
    is_active: "models.BooleanField[bool, bool]" = models.BooleanField(default=True)
    session_key: "Word" = models.CharField(max_length=_HASH, blank=True, default="")

    objects = Accounts()
    USERNAME_FIELD = "handle"

    def __str__(self) -> str:
        return self.handle

    def role(self, tag: str) -> Role | None:
        """The role in a language; None where the person has none there, or their account is closed."""
        if not self.is_active:
            return None
        if self.coordinator:
            return Role.COORDINATOR
        found = Membership.objects.filter(account=self, language=tag).first()
        return found.effective if found else None

    def get_session_auth_hash(self) -> str:
        """What a session carries and must go on matching."""
        return salted_hmac(_SESSIONS, f"{self.password}\0{self.session_key}", algorithm="sha256").hexdigest()

    def oversees(self) -> bool:
        """Whether the person sees how far the documents of some language are."""
        roles = (one.effective for one in Membership.objects.filter(account=self).select_related("account"))
        return self.coordinator or any(may(role, Action.OVERSEE) for role in roles)

    def leads(self) -> tuple[str, ...]:
        """The languages whose people they look after."""
        own = Membership.objects.filter(account=self).select_related("account").order_by("language")
        return tuple(one.language for one in own if may(one.effective, Action.TEAM))


class Membership(models.Model):
    """An account's role in a language; with `practise_first` it works as a translator's until a practice is passed."""

    account: "models.ForeignKey[Account, Account]" = models.ForeignKey(Account, on_delete=models.CASCADE)
    language: "Word" = models.CharField(max_length=_TAG)
    role: "Word" = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    practise_first: "models.BooleanField[bool, bool]" = models.BooleanField(default=False)

    class Meta:  # noqa: D106  Django's own form
        constraints = (models.UniqueConstraint(fields=("account", "language"), name="review_app_one_role"),)

    def __str__(self) -> str:
        return f"{self.account} {self.language}: {self.role}"

    @property
    def effective(self) -> Role:
        """What the person may be today."""
        return in_force(Role(self.role), practises=self.practise_first and not self._passed())

    def _passed(self) -> bool:
        person = self.account.handle
        return PracticeResult.objects.filter(person=person, language=self.language, passed=True).exists()


class Shortcuts(models.Model):
    """The keys that a person has chosen for the pages, by action; `single`: single characters act."""

    account: "models.OneToOneField[Account, Account]" = models.OneToOneField(Account, on_delete=models.CASCADE)
    keys: Any = models.JSONField(default=dict)
    single: "models.BooleanField[bool, bool]" = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"shortcuts of {self.account}"


class Link(models.Model):
    """A link that makes one account, once. Of its token only the SHA-256 is kept.

    An empty `handle` is for the first coordinator, who chooses it.
    """

    token_hash: "Word" = models.CharField(max_length=_HASH, unique=True)
    handle: "Word" = models.CharField(max_length=_HANDLE, blank=True)
    coordinator: "models.BooleanField[bool, bool]" = models.BooleanField(default=False)
    role: "Word" = models.CharField(max_length=20, blank=True)
    languages: Any = models.JSONField(default=list)
    practise_first: "models.BooleanField[bool, bool]" = models.BooleanField(default=False)
    expires_at: "Moment" = models.DateTimeField()
    used_at: "MomentOrNone" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link for {self.handle or 'the coordinator'}"


class Attempt(models.Model):
    """An attempt to sign in: one row for the handle and one for the address, as SHA-256 of what was given."""

    subject: "Word" = models.CharField(max_length=_HASH)
    made_at: "Moment" = models.DateTimeField()

    class Meta:  # noqa: D106  Django's own form
        indexes = (models.Index(fields=("subject", "made_at"), name="review_app_attempt_when"),)

    def __str__(self) -> str:
        return f"attempt {self.subject[:8]}"


class Act(models.Model):
    """What somebody did about accounts: written once; the database refuses to change or delete it.

    Handles are kept as words, so that the log outlives the accounts.
    """

    made_at: "Moment" = models.DateTimeField()
    actor: "Word" = models.CharField(max_length=_HANDLE)
    act: "Word" = models.CharField(max_length=20)
    subject: "Word" = models.CharField(max_length=_HANDLE, blank=True)
    detail: "Word" = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.actor} {self.act} {self.subject} {self.detail}".rstrip()


class Mark(models.Model):
    """A reader's "I don't understand this", for the text that they saw.

    `segment` is the sentence's identity on the page, `seen` the SHA-256 of its text then: another text has no marks.
    """

    person: "Word" = models.CharField(max_length=_HANDLE)
    document: "Word" = models.CharField(max_length=200)
    language: "Word" = models.CharField(max_length=_TAG)
    segment: "Word" = models.CharField(max_length=16)
    seen: "Word" = models.CharField(max_length=_HASH)
    words: "Word" = models.CharField(max_length=1000, blank=True)
    made_at: "Moment" = models.DateTimeField()
    set_aside_by: "Word" = models.CharField(max_length=_HANDLE, blank=True, default="")

    class Meta:  # noqa: D106  Django's own form
        constraints = (
            models.UniqueConstraint(
                fields=("person", "document", "language", "segment", "seen"), name="review_app_one_mark"
            ),
        )
        indexes = (models.Index(fields=("document", "language"), name="review_app_mark_where"),)

    def __str__(self) -> str:
        return f"{self.person} {self.document} {self.language}: {self.segment}"


class PracticeResult(models.Model):
    """A practice that a person finished: how many planted faults they found, and whether that was enough."""

    person: "Word" = models.CharField(max_length=_HANDLE)
    language: "Word" = models.CharField(max_length=_TAG)
    exercise: "Word" = models.CharField(max_length=20)
    planted: "models.IntegerField[int, int]" = models.IntegerField()
    found: "models.IntegerField[int, int]" = models.IntegerField()
    false_alarms: "models.IntegerField[int, int]" = models.IntegerField()
    passed: "models.BooleanField[bool, bool]" = models.BooleanField()
    made_at: "Moment" = models.DateTimeField()

    class Meta:  # noqa: D106  Django's own form
        constraints = (
            models.UniqueConstraint(fields=("person", "language", "exercise"), name="review_app_one_result"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.language} {self.exercise}: {self.found} of {self.planted}"


class Claim(models.Model):
    """A document in a language that somebody has taken on until the end of the day `due`.

    One person has it; those who `joined` work with them. `given_by` is the handle of who assigned it, if anybody. A
    claim that ended stays as a line of what was: `ended` is empty, "given back" or "lapsed".
    """

    document: "Word" = models.CharField(max_length=_SLUG)
    language: "Word" = models.CharField(max_length=_TAG)
    account: "Owner" = models.ForeignKey(Account, on_delete=models.CASCADE)
    joined: "models.BooleanField[bool, bool]" = models.BooleanField(default=False)
    given_by: "Word" = models.CharField(max_length=_HANDLE, blank=True, default="")
    due: "models.DateField[date, date]" = models.DateField()
    made_at: "Moment" = models.DateTimeField()
    ended: "Word" = models.CharField(max_length=20, blank=True, default="")
    ended_at: "MomentOrNone" = models.DateTimeField(null=True)

    class Meta:  # noqa: D106  Django's own form
        constraints = (
            models.UniqueConstraint(
                fields=("document", "language"),
                condition=models.Q(joined=False, ended=""),
                name="review_app_one_claim",
            ),
            models.UniqueConstraint(
                fields=("document", "language", "account"),
                condition=models.Q(ended=""),
                name="review_app_once_in_a_claim",
            ),
        )
        indexes = (models.Index(fields=("ended", "due"), name="review_app_claim_due"),)

    def __str__(self) -> str:
        return f"{self.account} has {self.document} {self.language} until {self.due}"


class Presence(models.Model):
    """When an account last had a document open, and which sentence, held for them until `held_until`."""

    account: "Owner" = models.ForeignKey(Account, on_delete=models.CASCADE)
    document: "Word" = models.CharField(max_length=_SLUG)
    language: "Word" = models.CharField(max_length=_TAG)
    seen_at: "Moment" = models.DateTimeField()
    segment: "Word" = models.CharField(max_length=_SEGMENT, blank=True, default="")
    held_until: "MomentOrNone" = models.DateTimeField(null=True)

    class Meta:  # noqa: D106  Django's own form
        constraints = (
            models.UniqueConstraint(fields=("account", "document", "language"), name="review_app_one_presence"),
        )
        indexes = (models.Index(fields=("language", "seen_at"), name="review_app_presence_when"),)

    def __str__(self) -> str:
        return f"{self.account} in {self.document} {self.language}"


class Unsaved(models.Model):
    """What an account typed into the box of a sentence and has not decided on. `replaces` is the text they saw then."""

    account: "Owner" = models.ForeignKey(Account, on_delete=models.CASCADE)
    document: "Word" = models.CharField(max_length=_SLUG)
    language: "Word" = models.CharField(max_length=_TAG)
    segment: "Word" = models.CharField(max_length=_SEGMENT)
    text: "models.TextField[str, str]" = models.TextField()
    replaces: "models.TextField[str, str]" = models.TextField(blank=True)
    typed_at: "Moment" = models.DateTimeField()

    class Meta:  # noqa: D106  Django's own form
        constraints = (
            models.UniqueConstraint(
                fields=("account", "document", "language", "segment"), name="review_app_one_unsaved"
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} in {self.document} {self.language}: {self.text[:60]}"


class Arrival(models.Model):
    """When a document was first seen among the work in a language: catalogs carry no dates."""

    document: "Word" = models.CharField(max_length=_SLUG)
    language: "Word" = models.CharField(max_length=_TAG)
    seen_at: "Moment" = models.DateTimeField()

    class Meta:  # noqa: D106  Django's own form
        constraints = (models.UniqueConstraint(fields=("document", "language"), name="review_app_one_arrival"),)

    def __str__(self) -> str:
        return f"{self.document} {self.language} since {self.seen_at}"


def members(account: Account, role: Role, languages: Iterable[str], *, practise_first: bool = False) -> None:
    """Give the account the role in these languages."""
    values = {"role": role.value, "practise_first": practise_first}
    for tag in languages:
        Membership.objects.update_or_create(account=account, language=tag, defaults=values)


class Token(models.Model):
    """A personal token. Only its SHA-256 is kept. `pipeline.queue.accounts` reads this table too."""

    account: "models.ForeignKey[Account, Account]" = models.ForeignKey(Account, on_delete=models.CASCADE)
    name: "Word" = models.CharField(max_length=_HANDLE)
    token_hash: "Word" = models.CharField(max_length=_HASH, unique=True)
    read_only: "models.BooleanField[bool, bool]" = models.BooleanField(default=False)
    made_at: "Moment" = models.DateTimeField(auto_now_add=True)
    expires_at: "Moment" = models.DateTimeField()
    last_used_at: "MomentOrNone" = models.DateTimeField(null=True)
    revoked_at: "MomentOrNone" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"token {self.name} of {self.account}"


class PasswordLink(models.Model):
    """A link with which a person chooses a new password, once. Of its token only the SHA-256 is kept."""

    account: "Owner" = models.ForeignKey(Account, on_delete=models.CASCADE)
    token_hash: "Word" = models.CharField(max_length=_HASH, unique=True)
    expires_at: "Moment" = models.DateTimeField()
    used_at: "MomentOrNone" = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link for a new password of {self.account}"
