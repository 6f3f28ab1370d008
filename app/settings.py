"""Settings from the environment (and a `.env` file), validated once at start."""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.language.languages import Language, offered

PROJECT_ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
DEMO_SECRET = "demo-only-secret"  # noqa: S105 - used in demo mode only, where nothing is real


class Settings(BaseSettings):
    """Every setting of an installation; `.env.example` explains each for its operator."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    database_url: str = ""
    owner_database_url: str = ""
    data_dir: Path = PROJECT_ROOT / "data"
    backup_dir: Path | None = None
    recording_max_mb: Annotated[int, Field(ge=1, le=100_000)] = 1024
    """Of one recording of a session that is sent to us, in 1,048,576 bytes."""
    base_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    demo: bool = False
    smtp_url: SecretStr | None = None
    mail_from: str = "Waypost <no-reply@localhost>"
    signing_key: Path | None = None
    signing_key_passphrase: SecretStr | None = None
    tsa_url: str = ""
    """Of a time stamping authority (RFC 3161), asked for a stamp of each signature."""
    tsa_certificates: Path | None = None
    """In PEM, those to which the chain of a stamp must lead."""
    tsa_required: bool = True
    """Whether nothing is issued while that authority gives no stamp."""
    ltv_files: Path | None = None
    """Lists of revoked certificates and OCSP answers, to lay beside signatures (PAdES B-LT)."""
    ltv_fetch: bool = False
    """Whether they are asked for at the addresses that certificates name."""
    ltv_required: bool = False
    """Whether nothing is issued without them."""
    history_anchors: Path | None = None
    secret_key: SecretStr | None = None
    trusted_proxies: str = ""
    zoom_account_id: str = ""
    zoom_client_id: str = ""
    zoom_client_secret: SecretStr | None = None
    zoom_webhook_secret: SecretStr | None = None
    zoom_api_url: str = "https://api.zoom.us/v2"
    zoom_oauth_url: str = "https://zoom.us/oauth/token"
    source_url: str = ""
    languages: str = "en,es"
    """What readers can choose from, by code. The first is for whoever wants none of them."""

    @model_validator(mode="after")
    def _complete(self) -> "Settings":
        missing = [
            name
            for name, value in (("BASE_URL", self.base_url), ("SECRET_KEY", self.secret_key))
            if not value
        ]
        if missing and not self.demo:
            raise ValueError(
                f"Set {' and '.join(missing)} before starting Waypost outside demo mode "
                "(or set DEMO=1 to look around with invented data)."
            )
        if not self.base_url:
            self.base_url = f"http://localhost:{self.port}"
        if not self.secret_key:
            self.secret_key = SecretStr(DEMO_SECRET)
        self.base_url = self.base_url.rstrip("/")
        if not self.demo:
            self._refuse_what_is_unsafe()
        self._refuse_half_of_zoom()
        self._refuse_stamps_of_anybody()
        self._refuse_evidence_from_nowhere()
        offered(self.languages)  # says what is wrong with it
        return self

    def _refuse_what_is_unsafe(self) -> None:
        """Real people need a key that nobody guesses, and a connection that nobody listens to."""
        if self.secret_key and len(self.secret_key.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(
                f"SECRET_KEY has less than {SHORTEST_SECRET} characters and could be guessed. "
                "Make another one: openssl rand -hex 32"
            )
        address = urlsplit(self.base_url)
        here = address.hostname in HERE
        if not address.hostname or address.scheme not in ({"http", "https"} if here else {"https"}):
            raise ValueError(
                f"BASE_URL is {self.base_url}. It must be the whole address that people type, with "
                "https, such as https://training.example.edu; without it anybody on the way could "
                "read sign-in links."
            )

    def _refuse_half_of_zoom(self) -> None:
        """Its keys go together, and over a connection that nobody listens to."""
        keys = (self.zoom_account_id, self.zoom_client_id, self.zoom_client_secret)
        if any(keys) and not all(keys):
            raise ValueError(
                "ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET go together: "
                "set all three, or none of them."
            )
        for name in ("zoom_api_url", "zoom_oauth_url"):
            address = urlsplit(getattr(self, name))
            is_fake = self.demo and address.hostname in HERE
            if not address.hostname or (address.scheme != "https" and not is_fake):
                raise ValueError(f"{name.upper()} must be an address with https.")

    def _refuse_stamps_of_anybody(self) -> None:
        """A stamp says nothing where it is not known whose it has to be."""
        if not self.tsa_url:
            return
        address = urlsplit(self.tsa_url)
        if not address.hostname or address.scheme not in {"http", "https"}:
            raise ValueError("TSA_URL must be an address with https or http.")
        if self.tsa_certificates is None:
            raise ValueError(
                "Set TSA_CERTIFICATES, too: the file with the certificates (PEM) that the time "
                "stamps of TSA_URL have to lead to."
            )

    def _refuse_evidence_from_nowhere(self) -> None:
        """Nothing would ever be issued."""
        if self.ltv_required and self.ltv_files is None and not self.ltv_fetch:
            raise ValueError(
                "Set LTV_FILES or LTV_FETCH, too: with LTV_REQUIRED alone nothing could be issued."
            )

    @property
    def reads_zoom(self) -> bool:
        """Whether Zoom is asked who was in meetings."""
        return self.zoom_client_secret is not None

    @property
    def has_zoom(self) -> bool:
        """Whether anything comes from Zoom: its lists, or what it tells meanwhile."""
        return self.reads_zoom or self.zoom_webhook_secret is not None

    @property
    def database(self) -> str:
        """The database address: `DATABASE_URL`, or an SQLite file in `DATA_DIR`."""
        return _with_driver(self.database_url or f"sqlite:///{self.data_dir / 'waypost.db'}")

    @property
    def owner_database(self) -> str:
        """The same database for who migrates it: as its owner, where that is another role."""
        return _with_driver(self.owner_database_url) if self.owner_database_url else self.database

    @property
    def anchor_file(self) -> Path:
        """Where signed ends of the history are kept: best where the database is not."""
        return self.history_anchors or self.data_dir / "history-anchors.txt"

    @property
    def backups(self) -> Path:
        """Where backups lie: `BACKUP_DIR`, or a folder in `DATA_DIR`."""
        return self.backup_dir or self.data_dir / "backups"

    @property
    def recordings(self) -> Path:
        """Where the recordings are that were sent to us: files named by their hash."""
        return self.data_dir / "recordings"

    @property
    def offered_languages(self) -> tuple[Language, ...]:
        """What readers can choose from; the first is the installation's own."""
        return offered(self.languages)

    @property
    def secure(self) -> bool:
        """Whether visitors come over https, so that cookies can be `__Host-` and Secure."""
        return self.base_url.startswith("https://")


def _with_driver(url: str) -> str:
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url
