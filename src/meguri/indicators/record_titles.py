"""What the public acts on figures are called in the record."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from meguri.indicators.labels import name_of, source_name
from meguri.indicators.queries import catalogue
from meguri.record.titles import Kind, register

_OWNER = 7
"""The length of "016331-" before the key of a town's own indicator."""


def _names(ids: Iterable[str]) -> Mapping[str, str]:
    wanted = set(ids)
    known = catalogue()
    named = {indicator.public_reference().id: name_of(indicator) for indicator in known.by_id.values()}
    return {id: name for id, name in named.items() if id in wanted}


def _owner(id: str) -> str:
    """The code of the town whose own indicator this is, "" for the country's."""
    code = id[: _OWNER - 1]
    return code if id[_OWNER - 1 : _OWNER] == "-" and code.isdecimal() else ""


def _page(id: str) -> str:
    """A town's own indicator stands below the town, the country's below /indicators/."""
    code = _owner(id)
    return f"/{code}/indicators/{id[_OWNER:]}/" if code else f"/indicators/{id}/"


def _catalogue(id: str) -> str:
    return "" if _owner(id) else "indicators.load_catalogue"


def _source(key: str) -> str:
    known = catalogue()
    named = {edition.source.key: source_name(edition.source) for edition in known.editions.values()}
    return named.get(key, key)


register(
    titles={
        "indicators.load_catalogue": _("全国の指標の定義を入れました"),
        "indicators.import_figures": _("公表された数字を取り込みました"),
        "indicators.import_town_figures": _("まちの数字を取り込みました"),
        "indicators.define": _("まちの指標を決めました"),
        "indicators.set_target": _("目標値を決めました"),
        "indicators.publish_definition": _("決裁をうけて、まちの指標を決めました"),
        "indicators.publish_target": _("決裁をうけて、目標値を決めました"),
        "indicators.publish_figures": _("決裁をうけて、まちの数字を取り込みました"),
        "indicators.state_sample_figures": _("見本のまちに、架空の数字を入れました"),
    },
    kinds={
        "indicator": Kind(_("指標"), _page, _names, _catalogue),
        "target": Kind(_("目標値")),
        "edition": Kind(_("取り込んだ版")),
    },
    facts={
        "indicator": _("指標"),
        "key": _("指標のkey"),
        "unit": _("単位"),
        "period": _("時点"),
        "value": _("値"),
        "baseline_period": _("もとにした時点"),
        "baseline_value": _("もとにした値"),
        "edition": _("版"),
        "files": _("ファイル"),
        "source": _("出典"),
    },
    values={"source": _source},
)
