"""The act that loads the national list of prefectures, municipalities and former codes."""

from meguri.core.action import Public, action, note
from meguri.core.actor import Actor
from meguri.core.text import romaji, romaji_key, search_key
from meguri.towns.models import CodeChange, Municipality, Prefecture
from meguri.towns.reference import read_code_changes, read_municipalities, read_prefectures

MUNICIPALITY_FIELDS = [
    "prefecture", "name", "kana", "county", "romaji", "kind", "latitude", "longitude", "website",
    "name_key", "other_names_key", "kana_key", "romaji_key",
]  # fmt: skip


@action("towns.load_national_list", record=Public)
def load_national_list(actor: Actor) -> int:
    """Bring the list up to what this version ships; returns how many municipalities it has. Idempotent."""
    Prefecture.objects.bulk_create(
        [
            Prefecture(
                code=row.code2, name=row.name, kana=row.kana, romaji=row.romaji, latitude=row.lat, longitude=row.lng
            )
            for row in read_prefectures()
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "kana", "romaji", "latitude", "longitude"],
    )
    municipalities = [
        Municipality(
            code=row.code,
            prefecture_id=row.prefecture_code,
            name=row.name,
            kana=row.kana,
            county=row.county,
            romaji=romaji(row.kana),
            kind=row.kind,
            latitude=row.lat,
            longitude=row.lng,
            website=row.url,
            name_key=search_key(row.name),
            other_names_key=" ".join(map(search_key, row.other_names)),
            kana_key=search_key(row.kana),
            romaji_key=romaji_key(row.kana),
        )
        for row in read_municipalities()
    ]
    Municipality.objects.bulk_create(
        municipalities, update_conflicts=True, unique_fields=["code"], update_fields=MUNICIPALITY_FIELDS
    )
    _load_code_changes()
    note(count=len(municipalities))
    return len(municipalities)


def _load_code_changes() -> None:
    by_code = {m.code: m for m in Municipality.objects.only("id", "code")}
    CodeChange.objects.bulk_create(
        [
            CodeChange(
                old_code=row.old_code,
                old_name=row.old_name,
                municipality=by_code[row.new_code],
                on=row.day,
                source=row.source,
            )
            for row in read_code_changes()
        ],
        update_conflicts=True,
        unique_fields=["old_code", "old_name", "on"],
        update_fields=["municipality", "source"],
    )
