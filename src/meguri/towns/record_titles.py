"""What the public acts on towns and their people are called in the record."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from meguri.core.actor import Role
from meguri.record.titles import Kind, register
from meguri.towns.models import Station
from meguri.towns.queries import all_places

_ROLES = {role.value: role.label for role in Role}
_STATIONS = {station.value: station.label for station in Station}


def _names(codes: Iterable[str]) -> Mapping[str, str]:
    wanted = set(codes)
    return {place.code: place.name for place in all_places() if place.code in wanted}


def _page(code: str) -> str:
    return f"/{code}/"


def _national_list(code: str) -> str:
    return "towns.load_national_list"


def _role(name: str) -> str:
    return str(_ROLES.get(name, name))


def _station(name: str) -> str:
    return str(_STATIONS.get(name, name))


register(
    titles={
        "towns.load_national_list": _("全国の自治体の一覧を入れました"),
        "towns.open": _("まちを開きました"),
        "towns.found_sample_town": _("架空の見本の自治体をつくりました"),
        "towns.seat_sample_person": _("見本のまちに、見本の人を置きました"),
        "towns.choose_stations": _("まちの輪のどこを使うかを決めました"),
        "towns.state_desk": _("代表の窓口と電話を知らせました"),
        "towns.accept_invitation": _("招待された人が、役割を引き受けました"),
        "towns.join": _("町の外から応援する人が加わりました"),
        "towns.end_membership": _("ある人の役割を終えました"),
        "towns.leave": _("ある人が役割をおりました"),
        "towns.state_facts": _("出典のある情報を新しくしました"),
    },
    kinds={
        "municipality": Kind(_("自治体"), _page, _names, _national_list),
        "town": Kind(_("まち"), _page, _names),
        "membership": Kind(_("まちの人の役割")),
        "invitation": Kind(_("招待")),
        "fact": Kind(_("出典のある情報")),
    },
    facts={
        "municipality": _("自治体"),
        "town": _("まち"),
        "stations": _("まちの輪のうち使うもの"),
        "phone": _("電話"),
        "membership": _("役割"),
        "role": _("役割"),
        "email": _("メールアドレス"),
        "base_code": _("番号（5桁）"),
        "kana": _("よみ"),
    },
    values={"role": _role, "stations": _station},
)
