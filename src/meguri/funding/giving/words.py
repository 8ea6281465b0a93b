"""What is said of gifts on screen: why one cannot be taken, what has to be read before, with the articles of law."""

from django.utils.translation import gettext_lazy as _

from meguri.funding.giving.rules import Refusal, Warning

REFUSALS = {
    Refusal.TOO_LITTLE: _("金額は、1円以上で入れてください。"),
    Refusal.TOO_MUCH: _("ここで申し込めるのは、100億円までです。それより大きい寄附は、担当の係に電話してください。"),
    Refusal.TOWN_ALONE: _(
        "ふるさと納税と企業版ふるさと納税は、まちへの寄附だけにあります。「ふつうの寄附」を選んでください。"
    ),
    Refusal.PERSON_ALONE: _(
        "ふるさと納税は、個人の税の制度です（地方税法第37条の2・第314条の7）。"
        "会社や団体の方は「ふつうの寄附」を選んでください。"
    ),
    Refusal.FIRM_ALONE: _(
        "企業版ふるさと納税は、法人のための制度です（地域再生法第13条の2）。"
        "個人の方は「ふるさと納税」を選んでください。"
    ),
    Refusal.FIRM_LEAST: _(
        "企業版ふるさと納税は、1回10万円以上の寄附が対象です（地域再生法施行規則）。"
        "10万円以上にするか、「ふつうの寄附」を選んでください。"
    ),
    Refusal.FIRM_PLAN: _(
        "企業版ふるさと納税は、認定を受けた地域再生計画の事業への寄附だけが対象です"
        "（地域再生法第5条第4項第2号・第15項）。この使いみちには、認定を受けた計画がありません。"
    ),
    Refusal.FIRM_PLACE_UNKNOWN: _("本社（主たる事務所）のある市区町村を選んでください。"),
    Refusal.FIRM_IN_TOWN: _(
        "企業版ふるさと納税は、本社（主たる事務所）がこのまちにある会社は使えません"
        "（地域再生法第13条の2）。「ふつうの寄附」を選んでください。"
    ),
    Refusal.FIRM_BENEFIT: _(
        "寄附の見返りに経済的な利益を受けることは、禁じられています（地域再生法施行規則）。"
        "見返りを受けないことを確かめてください。"
    ),
}

WARNINGS = {
    Warning.POLITICIAN: _(
        "議員や首長、その候補者や候補者になろうとする人は、選挙区の中にあるもの（まちもふくみます）に"
        "寄附をすることが禁じられています（公職選挙法第199条の2）。選挙区の外のまちであることを、確かめてください。"
    ),
    Warning.BURDEN: _(
        "条件のついた寄附（負担付きの寄附）は、議会が受けることを決めてから受け取ります"
        "（地方自治法第96条第1項第9号）。議決が済むまで、お支払いをお待ちください。"
    ),
    Warning.NO_RECEIPT: _(
        "この資金は、まちのお金ではありません。まちの寄附金受領証明書は出ず、"
        "ふるさと納税のような税の控除もありません。"
    ),
}
