"""Contracts in the Open Contracting Data Standard 1.1: a package of releases. Free of Django.

Each contract is one contracting process. Its id begins with a prefix that a publisher registers with the Open
Contracting Partnership; what is not registered says so in its id.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

VERSION = "1.1"
UNREGISTERED = "ocds-unregistered"
JCN = "JP-JCN"
"""The scheme of the 13-digit 法人番号 on org-id.guide."""
METHODS = {"open": "open", "selective": "selective", "proposal": "open", "direct": "direct"}
"""A 公募型プロポーザル takes proposals from anybody; in law it is a 随意契約, which `procurementMethodDetails` says."""


@dataclass(frozen=True, slots=True)
class Paid:
    """Yen paid for a contract, by an entry of the journal."""

    entry: str
    on: date
    yen: int
    url: str


@dataclass(frozen=True, slots=True)
class Let:
    """A contract as it is published. `changed_at`: with its zone."""

    key: str
    title: str
    project: str
    project_url: str
    url: str
    supplier: str
    supplier_number: str
    method: str
    method_words: str
    reason: str
    yen: int
    signed_on: date
    begins_on: date | None
    ends_on: date | None
    changed_at: datetime
    paid: tuple[Paid, ...] = ()


@dataclass(frozen=True, slots=True)
class Publisher:
    """A town: its name and code, its page, and the OCID prefix it has registered ("" none)."""

    name: str
    code: str
    url: str
    prefix: str = ""


def package(publisher: Publisher, uri: str, contracts: Sequence[Let], license_url: str) -> dict[str, Any]:
    """A release package, as old as the newest of its contracts; the schema wants one or more."""
    return {
        "uri": uri,
        "version": VERSION,
        "publishedDate": max(one.changed_at for one in contracts).isoformat(timespec="seconds"),
        "publisher": {"name": publisher.name, "uri": publisher.url},
        "license": license_url,
        "releases": [_release(publisher, one) for one in contracts],
    }


def ocid(publisher: Publisher, contract: Let) -> str:
    return f"{publisher.prefix or UNREGISTERED}-{publisher.code}-{contract.key}"


def _release(publisher: Publisher, one: Let) -> dict[str, Any]:
    whole = ocid(publisher, one)
    supplier = {"id": _supplier_id(one), "name": one.supplier}
    buyer = {"id": f"town-{publisher.code}", "name": publisher.name}
    return {
        "ocid": whole,
        "id": f"{whole}-{one.changed_at:%Y%m%dT%H%M%S}",
        "date": one.changed_at.isoformat(timespec="seconds"),
        "tag": ["contract", "implementation"] if one.paid else ["contract"],
        "initiationType": "tender",
        "language": "ja",
        "parties": [
            {**buyer, "roles": ["buyer", "procuringEntity", *(["payer"] if one.paid else [])]},
            {**supplier, **_identified(one), "roles": ["supplier", *(["payee"] if one.paid else [])]},
        ],
        "buyer": buyer,
        "planning": {"budget": {"project": one.project, "uri": one.project_url}},
        "tender": _tender(one, buyer),
        "awards": [{
            "id": "1", "title": one.title, "status": "active", "date": _at(one.signed_on), "value": _value(one.yen),
            "suppliers": [supplier],
        }],
        "contracts": [_contract(one, buyer, supplier)],
    }  # fmt: skip


def _tender(one: Let, buyer: dict[str, str]) -> dict[str, Any]:
    told = {
        "id": one.key, "title": one.title, "status": "complete", "procuringEntity": buyer,
        "procurementMethod": METHODS[one.method], "procurementMethodDetails": one.method_words,
    }  # fmt: skip
    return {**told, "procurementMethodRationale": one.reason} if one.reason else told


def _contract(one: Let, buyer: dict[str, str], supplier: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": "1", "awardID": "1", "title": one.title, "status": "active", "value": _value(one.yen),
        "dateSigned": _at(one.signed_on),
        "documents": [{"id": "1", "documentType": "contractNotice", "url": one.url, "language": "ja"}],
    }  # fmt: skip
    days = {"startDate": one.begins_on, "endDate": one.ends_on}
    if period := {name: _at(day) for name, day in days.items() if day is not None}:
        told["period"] = period
    if one.paid:
        told["implementation"] = {"transactions": [
            {
                "id": paid.entry, "date": _at(paid.on), "value": _value(paid.yen), "payer": buyer, "payee": supplier,
                "uri": paid.url,
            }
            for paid in one.paid
        ]}  # fmt: skip
    return told


def _supplier_id(one: Let) -> str:
    return f"{JCN}-{one.supplier_number}" if one.supplier_number else f"supplier-{one.key}"


def _identified(one: Let) -> dict[str, Any]:
    if not one.supplier_number:
        return {}
    return {"identifier": {"scheme": JCN, "id": one.supplier_number, "legalName": one.supplier}}


def _value(yen: int) -> dict[str, Any]:
    return {"amount": yen, "currency": "JPY"}


def _at(day: date) -> str:
    """A day in Japan as the standard wants it."""
    return f"{day.isoformat()}T00:00:00+09:00"
