"""Pack the published statistics losslessly, each pack with the credit its publisher asks for."""

from __future__ import annotations

import io
import lzma
import tarfile
from collections.abc import Iterator
from pathlib import Path

SSDSE_CREDIT = "独立行政法人統計センター SSDSE（教育用標準データセット）"
REGISTER_CREDIT = "総務省 住民基本台帳に基づく人口、人口動態及び世帯数"


def write_packs(source: Path, target: Path) -> Iterator[str]:
    """Write both packs into `target`; yield one line with the size of each."""
    yield _pack(target / "ssdse-a.tar.xz", SSDSE_CREDIT, source / "ssdse")
    yield _pack(target / "registers.tar.xz", REGISTER_CREDIT, source / "registers")


def _pack(path: Path, credit: str, folder: Path) -> str:
    files = sorted(folder.glob("*.csv"))
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as archive:
        _add(archive, "CREDIT", f"{credit}\n".encode())
        for file in files:
            _add(archive, file.name, file.read_bytes())
    path.write_bytes(lzma.compress(plain.getvalue(), preset=9 | lzma.PRESET_EXTREME))
    return f"{path.name}: {len(files)} files, {path.stat().st_size:,} bytes"


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    # Owner, mode and time stay at TarInfo's defaults, so that the bytes never depend on who packs.
    member = tarfile.TarInfo(name)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))
