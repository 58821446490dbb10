"""Who asks: accounts with hashed tokens, sessions, roles, and proof that a form is our own."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections import OrderedDict
from dataclasses import asdict, dataclass
from enum import IntEnum
from pathlib import Path

from foedus.errors import UnreadableDocument

COOKIE = "foedus_session"
CSRF_FIELD, CSRF_HEADER = "csrf", "x-csrf-token"
MAX_SESSIONS = 1000
SESSION_SECONDS = 12 * 3600.0
TOKEN_BYTES = 32


class Role(IntEnum):
    """What a caller may do; each may do what those before it may."""

    NOBODY = 0
    READER = 1
    REVIEWER = 2
    ADMIN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person with a role; of his token only a salted hash is kept."""

    name: str
    role: str
    salt: str
    hashed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who makes a request; `session` is None for a program that shows a token."""

    name: str
    role: Role
    session: str | None = None


NOBODY = Caller(name="nobody", role=Role.NOBODY)


def new_account(name: str, role: Role) -> tuple[Account, str]:
    """Return an account and its token; the token is never stored and cannot be shown again."""
    token, salt = secrets.token_urlsafe(TOKEN_BYTES), secrets.token_hex(16)
    account = Account(name=name, role=role.name.lower(), salt=salt, hashed=_hash(token, salt))
    return account, token


def load_accounts(path: Path) -> list[Account]:
    """Return the accounts of a file; raises UnreadableDocument if it is none."""
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        accounts = [Account(**row) for row in rows]
        _ = [Role[account.role.upper()] for account in accounts]
    except FileNotFoundError as error:
        raise UnreadableDocument(
            f"no accounts at {path}; make one with: foedus accounts NAME --accounts {path}"
        ) from error
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UnreadableDocument(f"{path} is no file of accounts: {error}") from error
    return accounts


def save_accounts(path: Path, accounts: list[Account]) -> None:
    """Write the accounts to a file that only its owner reads."""
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    temporary.touch(mode=0o600)
    temporary.write_text("".join(json.dumps(asdict(one)) + "\n" for one in accounts), "utf-8")
    temporary.replace(path)


class Access:
    """Knows callers by their session or token.

    Without accounts everybody who reaches the server (it listens on this machine only) is its
    user, with the role of an admin; `local_token` lets his programs write.
    """

    def __init__(self, accounts: list[Account] | None = None, *, local_name: str = "local") -> None:
        self._accounts = accounts
        self._local_name = local_name
        self._secret = secrets.token_bytes(32)
        self._sessions: OrderedDict[str, tuple[str, Role, float]] = OrderedDict()
        self.local_token = secrets.token_urlsafe(TOKEN_BYTES)

    @property
    def has_accounts(self) -> bool:
        """Say whether callers must sign in."""
        return self._accounts is not None

    def of_token(self, token: str) -> Caller:
        """Return the caller who shows this token; NOBODY if it is none of ours."""
        if self._accounts is None:
            right = hmac.compare_digest(token.encode(), self.local_token.encode())
            return Caller(name=self._local_name, role=Role.ADMIN) if right else NOBODY
        found = NOBODY
        for account in self._accounts:
            if hmac.compare_digest(_hash(token, account.salt), account.hashed):
                found = Caller(name=account.name, role=Role[account.role.upper()])
        return found

    def of_session(self, session: str | None) -> Caller:
        """Return the caller of a session; NOBODY for one that is unknown or over."""
        known = self._sessions.get(session or "")
        if session is None or known is None or time.monotonic() - known[2] > SESSION_SECONDS:
            return NOBODY
        return Caller(name=known[0], role=known[1], session=session)

    def open_session(self, caller: Caller | None = None) -> Caller:
        """Return the caller with a new session; without one, the user of this machine."""
        who = caller or Caller(name=self._local_name, role=Role.ADMIN)
        session = secrets.token_urlsafe(TOKEN_BYTES)
        self._sessions[session] = (who.name, who.role, time.monotonic())
        while len(self._sessions) > MAX_SESSIONS:
            self._sessions.popitem(last=False)
        return Caller(name=who.name, role=who.role, session=session)

    def close_session(self, session: str) -> None:
        """End a session."""
        self._sessions.pop(session, None)

    def csrf_of(self, session: str) -> str:
        """Return the proof that a form of this session carries."""
        return hmac.new(self._secret, session.encode(), hashlib.sha256).hexdigest()

    def is_ours(self, caller: Caller, proof: str | None) -> bool:
        """Say whether a change may come from this caller: a token suffices, a session proves."""
        if caller.session is None:
            return caller.role > Role.NOBODY
        return hmac.compare_digest(self.csrf_of(caller.session), proof or "")


def _hash(token: str, salt: str) -> str:
    # A token has 256 random bits, so one salted round suffices; passwords would need scrypt.
    return hashlib.sha256(f"{salt}:{token}".encode()).hexdigest()
