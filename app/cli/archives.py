"""A backup as one file: a tar archive that begins with a manifest of what is in it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

FORMAT = "traukalender-backup"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
CHUNK = 1 << 20


class NoBackup(Exception):
    """A file that is no backup of ours, or a damaged one; the text says which and why."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    #: "sqlite" or "postgresql".
    database: str
    #: The newest migration in it.
    migration: str
    made_at: str
    #: Version of the software.
    version: str
    #: SHA-256 of each file, by its name.
    files: dict[str, str] = field(default_factory=dict)
    format: str = FORMAT
    format_version: int = FORMAT_VERSION


def write_archive(path: Path, folder: Path, manifest: Manifest) -> None:
    """Write the files of ``folder`` and their manifest; the archive appears whole or not at all."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz") as archive:
                text = json.dumps(asdict(manifest), indent=1).encode()
                entry = tarfile.TarInfo(MANIFEST)
                entry.size = len(text)
                archive.addfile(entry, io.BytesIO(text))
                for name in manifest.files:
                    archive.add(folder / name, name, recursive=False)
            file.flush()
            os.fsync(file.fileno())
        # A link fails where a file already is; renaming would replace it.
        os.link(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def read_archive(path: Path) -> Iterator[tuple[Manifest, Path]]:
    """Unpack a backup into a folder for as long as the block lasts, every byte checked.

    Raises:
        NoBackup: it is none, or it is damaged.
    """
    with TemporaryDirectory(prefix="traukalender-") as name:
        folder = Path(name)
        try:
            with tarfile.open(path, "r:gz") as archive:
                manifest = _read_manifest(archive)
                _unpack(archive, manifest, folder)
                _read_rest(archive)
        except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
            raise NoBackup(
                f"{path} cannot be read as a backup ({type(error).__name__})."
            ) from error
        yield manifest, folder


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, 64 hex digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _read_manifest(archive: tarfile.TarFile) -> Manifest:
    first = archive.next()
    file = archive.extractfile(first) if first and first.name == MANIFEST else None
    if file is None:
        raise NoBackup("This archive does not begin with the manifest of a backup.")
    try:
        manifest = Manifest(**json.loads(file.read(CHUNK)))
        is_ours = (manifest.format, manifest.format_version) == (FORMAT, FORMAT_VERSION)
        is_ours = is_ours and isinstance(manifest.files, dict)
    except (ValueError, TypeError) as error:
        raise NoBackup("The manifest of this backup cannot be read.") from error
    if not is_ours:
        raise NoBackup("This archive is no backup of Traukalender, or one of another format.")
    return manifest


def _unpack(archive: tarfile.TarFile, manifest: Manifest, folder: Path) -> None:
    missing = dict(manifest.files)
    while (entry := archive.next()) is not None:
        wanted = missing.pop(entry.name, None)
        file = archive.extractfile(entry) if entry.isfile() else None
        if wanted is None or file is None or Path(entry.name).name != entry.name:
            raise NoBackup(f"The backup holds {entry.name!r}, which its manifest does not name.")
        target = folder / entry.name
        with target.open("wb") as out:
            while chunk := file.read(CHUNK):
                out.write(chunk)
        if sha256_of(target) != wanted:
            raise NoBackup(f"{entry.name} in the backup is damaged: its SHA-256 differs.")
    if missing:
        raise NoBackup(f"The backup lacks {', '.join(sorted(missing))}.")


def _read_rest(archive: tarfile.TarFile) -> None:
    """Read to the very end: only there the sum over the whole archive is compared."""
    while archive.fileobj is not None and archive.fileobj.read(CHUNK):
        pass
