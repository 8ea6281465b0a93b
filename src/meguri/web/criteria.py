"""The success criteria of WCAG 2.2, levels A and AA, by their Japanese names, and which are in JIS X 8341-3:2016."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Criterion:
    number: str
    name: str
    level: str
    jis: bool


_JIS = """
1.1.1 A 非テキストコンテンツ
1.2.1 A 音声だけ及び映像だけ（収録済み）
1.2.2 A キャプション（収録済み）
1.2.3 A 音声解説又はメディアに対する代替コンテンツ（収録済み）
1.2.4 AA キャプション（ライブ）
1.2.5 AA 音声解説（収録済み）
1.3.1 A 情報及び関係性
1.3.2 A 意味のある順序
1.3.3 A 感覚的な特徴
1.4.1 A 色の使用
1.4.2 A 音声の制御
1.4.3 AA コントラスト（最低限レベル）
1.4.4 AA テキストのサイズ変更
1.4.5 AA 文字画像
2.1.1 A キーボード
2.1.2 A キーボードトラップなし
2.2.1 A タイミング調整可能
2.2.2 A 一時停止、停止及び非表示
2.3.1 A 3回のせん（閃）光、又はしきい（閾）値以下
2.4.1 A ブロックスキップ
2.4.2 A ページタイトル
2.4.3 A フォーカス順序
2.4.4 A リンクの目的（コンテキスト内）
2.4.5 AA 複数の手段
2.4.6 AA 見出し及びラベル
2.4.7 AA フォーカスの可視化
3.1.1 A ページの言語
3.1.2 AA 一部分の言語
3.2.1 A フォーカス時
3.2.2 A 入力時
3.2.3 AA 一貫したナビゲーション
3.2.4 AA 一貫した識別性
3.3.1 A エラーの特定
3.3.2 A ラベル又は説明
3.3.3 AA エラー修正の提案
3.3.4 AA エラー回避（法的、金融及びデータ）
4.1.1 A 構文解析
4.1.2 A 名前、役割及び値
"""

_LATER = """
1.3.4 AA 表示の向き
1.3.5 AA 入力目的の特定
1.4.10 AA リフロー
1.4.11 AA 非テキストのコントラスト
1.4.12 AA テキストの間隔
1.4.13 AA ホバー又はフォーカスで表示されるコンテンツ
2.1.4 A 文字キーのショートカット
2.4.11 AA 隠されないフォーカス（最低限）
2.5.1 A ポインタのジェスチャ
2.5.2 A ポインタのキャンセル
2.5.3 A ラベルを含む名前
2.5.4 A 動きによる起動
2.5.7 AA ドラッグ動作
2.5.8 AA ターゲットのサイズ（最低限）
3.2.6 A 一貫したヘルプ
3.3.7 A 冗長な入力項目
3.3.8 AA アクセシブルな認証（最低限）
4.1.3 AA ステータスメッセージ
"""


def _read(lines: str, *, jis: bool) -> list[Criterion]:
    rows = [line.split(" ", 2) for line in lines.strip().splitlines()]
    return [Criterion(number, name, level, jis) for number, level, name in rows]


def _order(criterion: Criterion) -> list[int]:
    return [int(part) for part in criterion.number.split(".")]


CRITERIA = tuple(sorted([*_read(_JIS, jis=True), *_read(_LATER, jis=False)], key=_order))
