"""The official figures that ship with Meguri and the catalogue that says what each of them counts."""

from meguri.indicators.reference.catalogue import (
    Catalogue,
    Series,
    Unsurveyed,
    read_catalogue,
    series_name,
)
from meguri.indicators.reference.packs import (
    REGISTER_CREDIT,
    SSDSE_CREDIT,
    credit_in_pack,
    packed_editions,
    packed_registers,
)

__all__ = [
    "REGISTER_CREDIT",
    "SSDSE_CREDIT",
    "Catalogue",
    "Series",
    "Unsurveyed",
    "credit_in_pack",
    "packed_editions",
    "packed_registers",
    "read_catalogue",
    "series_name",
]
