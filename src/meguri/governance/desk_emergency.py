"""Words with which a town hall says first of all: 119, or 110. No Django."""

import functools
import re

from meguri.core.text import normalise, search_key
from meguri.governance.desk_words import terms_of

FIRE, POLICE = "119", "110"
_WORDS = {
    FIRE: """救急 救急車 火事 火災 消防車 山火事 倒れる 意識 心肺停止 心筋梗塞 脳梗塞 溺れる 中毒 爆発 ガス漏れ
             ambulance fire emergency""",
    POLICE: """事故 交通事故 泥棒 空き巣 強盗 盗難 盗む 盗撮 痴漢 殴る 襲う 刺す 誘拐 不審者 行方不明 ストーカー 事件
               police accident thief robbery stolen""",
}
_PHRASES = {FIRE: ("息をしていない", "息が止ま", "119番"), POLICE: ("いなくなった", "帰ってこない", "110番")}
_THINGS = frozenset(map(search_key, ("火災報知器", "火災保険", "事故防止", "木", "倒木")))


@functools.cache
def _known(number: str) -> frozenset[str]:
    return frozenset(term for word in _WORDS[number].split() for term in terms_of(word).whole)


def emergency_in(question: str) -> str:
    """The number that comes before any desk, or ""."""
    written = normalise(question)
    terms = terms_of(written).whole
    if terms & _THINGS:
        return ""
    for number in _WORDS:
        alone = re.search(rf"(?<![\d-]){number}(?![\d-])", written)
        if alone or terms & _known(number) or any(phrase in written for phrase in _PHRASES[number]):
            return number
    return ""
