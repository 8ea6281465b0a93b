"""A walk as JSON-LD: what came of what, and who answers for it, in PROV-O. The context stands inside."""

from collections.abc import Mapping
from typing import Any

from meguri.thread.shapes import Knot, Whole

TYPE = "application/ld+json"

CONTEXT: Mapping[str, Any] = {
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "meguri": "urn:meguri:",
    "name": "schema:name",
    "description": "schema:description",
    "additionalType": "schema:additionalType",
    "creativeWorkStatus": "schema:creativeWorkStatus",
    "station": "meguri:station",
    "identifier": "schema:identifier",
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "mainEntity": {"@id": "schema:mainEntity", "@type": "@id"},
}

_TYPES = {
    "project": "schema:Project",
    "report": "schema:Report",
    "indicator": "schema:StatisticalVariable",
    "promise": "schema:PlanAction",
    "organisation": "schema:Organization",
    "facility": "schema:Place",
    "budget_line": "schema:MonetaryAmount",
}
"""What schema.org has a word for."""

SAYS_WHO_ANSWERS = ("promise",)
"""Kinds whose summary is the name of a post: a document says that by `wasAttributedTo` alone."""


def document(whole: Whole, address: str, page: str) -> dict[str, Any]:
    """The walk as one document. `address`: of this site, without a slash at its end; `page`: path of the walk."""
    came_from: dict[int, list[int]] = {}
    for edge in whole.walk.edges:
        came_from.setdefault(edge.target, []).append(edge.source)
    answering = {url: name for name, url in whole.names.values()}
    return {
        "@context": dict(CONTEXT),
        "@graph": [
            {"@id": address + page, "@type": "schema:ItemPage", "mainEntity": address + id_of(whole.here)},
            *(_node(whole, address, one, came_from.get(one, [])) for one in whole.knots),
            *(
                {"@id": address + url, "@type": ["prov:Agent", "schema:Role"], "name": name}
                for url, name in answering.items()
                if not any(knot.url == url for knot in whole.knots.values())
            ),
        ],
    }


def id_of(knot: Knot) -> str:
    """The page of an object, else its place in the thread."""
    return knot.url or knot.thread_url


def _node(whole: Whole, address: str, one: int, came_from: list[int]) -> dict[str, Any]:
    knot = whole.knots[one]
    said = {
        "@id": address + id_of(knot),
        "@type": ["prov:Entity", _TYPES.get(knot.reference.kind, "schema:Thing")],
        "identifier": f"{knot.reference.kind}/{knot.reference.id}",
        "additionalType": knot.word,
        "name": knot.title,
        "description": "" if knot.reference.kind in SAYS_WHO_ANSWERS else knot.summary,
        "creativeWorkStatus": knot.state,
        "station": knot.station,
        "wasDerivedFrom": [address + id_of(whole.knots[source]) for source in came_from],
        "wasAttributedTo": address + whole.names[one][1] if one in whole.names else "",
    }
    return {name: value for name, value in said.items() if value}
