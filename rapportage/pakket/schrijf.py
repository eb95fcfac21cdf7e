"""Een bestand dat er in één keer staat."""

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_RECHTEN = 0o640
_NIET_MOGELIJK = {errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOSYS, errno.ENOENT, errno.EPERM}


@contextlib.contextmanager
def in_een_keer(doel: Path) -> Iterator[BinaryIO]:
    """Geeft een naamloos bestand; na het blok staat het als `doel` op schijf, helemaal en duurzaam, of niet.

    Loopt het blok fout of valt de stroom uit, dan blijft er niets achter. Wat er al stond, wordt niet overschreven.
    Zonder O_TMPFILE op het bestandssysteem komt er een verborgen bestand naast: een kill kan `.deel` achterlaten.

    Raises: FileExistsError als `doel` er al staat; OSError bij een volle schijf en dergelijke.
    """
    if doel.exists():
        raise FileExistsError(errno.EEXIST, "Dit bestand bestaat al", str(doel))
    fd = _naamloos(doel.parent)
    with _via_fd(fd, doel) if fd is not None else _ernaast(doel) as f:
        yield f
    map_ = os.open(doel.parent, os.O_RDONLY)
    try:
        os.fsync(map_)
    finally:
        os.close(map_)


def _naamloos(map_: Path) -> int | None:
    """Een naamloos bestand in deze map, of None waar dat niet kan (of waar het later geen naam kan krijgen)."""
    if not hasattr(os, "O_TMPFILE") or not os.path.isdir("/proc/self/fd"):
        return None
    try:
        return os.open(map_, os.O_TMPFILE | os.O_RDWR, _RECHTEN)
    except OSError as fout:
        if fout.errno not in _NIET_MOGELIJK or not map_.is_dir():
            raise
        return None


@contextlib.contextmanager
def _via_fd(fd: int, doel: Path) -> Iterator[BinaryIO]:
    with open(fd, "w+b") as f:
        yield f
        _duurzaam(f)
        map_ = os.open(doel.parent, os.O_RDONLY)
        try:
            # Met dst_dir_fd gebruikt Python linkat met AT_SYMLINK_FOLLOW; zonder volgt het de koppeling in /proc niet.
            os.link(f"/proc/self/fd/{fd}", doel.name, src_dir_fd=map_, dst_dir_fd=map_, follow_symlinks=True)
        finally:
            os.close(map_)


@contextlib.contextmanager
def _ernaast(doel: Path) -> Iterator[BinaryIO]:
    deel = doel.with_name(f".{doel.name[:100]}.{secrets.token_hex(8)}.deel")
    try:
        with open(os.open(deel, os.O_RDWR | os.O_CREAT | os.O_EXCL, _RECHTEN), "w+b") as f:
            yield f
            _duurzaam(f)
        try:
            os.link(deel, doel)
        except OSError as fout:
            if fout.errno not in _NIET_MOGELIJK:
                raise
            if doel.exists():
                raise FileExistsError(errno.EEXIST, "Dit bestand bestaat al", str(doel)) from fout
            os.rename(deel, doel)  # geen harde koppelingen op dit bestandssysteem
    finally:
        deel.unlink(missing_ok=True)


def _duurzaam(f: BinaryIO) -> None:
    f.flush()
    os.fsync(f.fileno())
