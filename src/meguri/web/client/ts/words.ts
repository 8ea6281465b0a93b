// The few sentences that only script says, in the page's language.
const ja = {
  sending: "送っています…",
  stillSending: "まだ送っています。そのままお待ちください。",
  count: (n: number) => (n === 0 ? "候補はありません。" : `候補が${n}件あります。上下の矢印キーで選べます。`),
  restored: "書きかけの文を戻しました。",
  discard: "書きかけを消す",
  notSaved: "まだ保存できていません。書いたものは、このページに残っています。もう一度ためします。",
  compare: "「下書きにする」を押すと、見くらべられます。",
  shown: "図を読みこみました。左右の矢印キーで値を読めます。",
  zoomIn: "地図を大きく",
  zoomOut: "地図を小さく",
  map: "地図",
  noMap: "この機器では地図を動かせません。まちは一覧からさがせます。",
  noData: "なし",
};

const en: typeof ja = {
  sending: "Sending…",
  stillSending: "Still sending. Please wait.",
  count: (n) => (n === 0 ? "No suggestions." : `${n} suggestion${n === 1 ? "" : "s"}. Choose with the up and down arrow keys.`),
  restored: "Your unfinished text is back.",
  discard: "Discard it",
  notSaved: "Not saved yet. What you wrote is still on this page. Trying again.",
  compare: "Press “Save as a draft” to compare the two.",
  shown: "The chart is ready. Read its values with the left and right arrow keys.",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  map: "Map",
  noMap: "This device cannot move the map. Every town is in the list.",
  noData: "none",
};

export const language = document.documentElement.lang === "en" ? "en" : "ja";
export const words = language === "en" ? en : ja;
