"""The published files that ship with Meguri, unpacked one at a time."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from importlib.resources import files

SSDSE_CREDIT = "独立行政法人統計センター SSDSE（教育用標準データセット）"
REGISTER_CREDIT = "総務省 住民基本台帳に基づく人口、人口動態及び世帯数"


def packed_editions() -> Iterator[tuple[str, bytes]]:
    """The nine editions of SSDSE-A, oldest first: ("SSDSE-A-2018.csv", the file's bytes as published)."""
    return _unpacked("ssdse-a.tar.xz")


def packed_registers() -> Iterator[tuple[str, bytes]]:
    """The five resident registers, oldest first: ("市区町村別人口_2016.csv", the file's bytes as published)."""
    return _unpacked("registers.tar.xz")


def credit_in_pack(name: str) -> str:
    """The credit line that the pack called `name` (such as "ssdse-a.tar.xz") carries inside."""
    return next(content for member, content in _members(name) if member == "CREDIT").decode().strip()


def _unpacked(name: str) -> Iterator[tuple[str, bytes]]:
    return (entry for entry in _members(name) if entry[0] != "CREDIT")


def _members(name: str) -> Iterator[tuple[str, bytes]]:
    with (
        (files(__package__) / name).open("rb") as file,
        tarfile.open(fileobj=file, mode="r|xz") as archive,
    ):
        for member in archive:
            content = archive.extractfile(member)
            if content is not None:
                yield member.name, content.read()
