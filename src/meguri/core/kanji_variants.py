"""Which forms of a kanji are one character to a person who searches for a place."""

# The first of each group is the key's form; the others are 旧字体 and 異体字 met in names of municipalities and people.
_GROUPS = (
    "梼檮 竜龍 桧檜 篭籠 芦蘆 塩鹽鹵 沢澤 浜濱濵 辺邊邉 斎斉齋齊 高髙 崎﨑嵜 島嶋嶌 国國 広廣 桜櫻 "
    "県縣 会會 区區 豊豐 富冨 瀬瀨 滝瀧 鉄鐵鉃 条條 万萬 蔵藏 真眞 徳德 恵惠 壱壹 弐貳 "
    "栄榮 円圓 応應 横橫 黒黑 鴎鷗 渋澁澀 緑綠 峰峯 岳嶽 関關 学學斈 実實 宝寶寳 寿壽 将將 "
    "穂穗 仏佛 礼禮 来來 歴歷 巌巖 砺礪 蛎蠣 鯵鰺 祢禰 祇祗 曽曾 諌諫 薮藪籔 迩邇 呑吞 "
    "館舘 巻卷 毎每 青靑 戸戶户 呉吳 温溫 産產 観觀 総總 対對 当當 亀龜 気氣 経經 霊靈 "
    "両兩 与與 弥彌 餅餠 麹麴 壷壺 遥遙 尭堯 凛凜 槙槇 枡桝 芸藝 讃讚 党黨 駅驛 伝傳 "
    "双雙 桑桒 吉𠮷 土圡 舟舩 船舩 剣劍劔 麦麥 発發 点點 変變 体體 医醫 図圖 庁廳 画畫 "
    "鶏鷄 鹸鹼 顕顯 頼賴 隣鄰 清淸 郷鄕 猪豬 "
)


def _table() -> dict[int, str]:
    pairs: dict[int, str] = {}
    for group in _GROUPS.split():
        for form in group[1:]:
            pairs.setdefault(ord(form), group[0])
    return {form: key for form, key in pairs.items() if chr(form) != key}


KEY_FORMS = _table()
