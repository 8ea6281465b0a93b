// What 確かめる says: what is proved, and what is not.
const ja = {
  checking: (done: number, of: number) => `確かめています（${done} / ${of}）`,
  none: "これだけについての記録は、まだありません。",
  waiting: "この記録には、まだ署名がありません。まもなく付きます。",
  holds: (count: number, day: string) =>
    count === 1
      ? `この記録は、${day}から書きかえられていません。`
      : `ここの${count}件の記録は、署名されてから書きかえられていません。いちばん古い署名は${day}です。`,
  limits: "正しいか、すべて書かれているかは、これでは分かりません。",
  here: "このブラウザの中で計算しました。",
  doubt: "計算のしかけも、このサイトから届きます。サイトごと疑うときは、ほかの機械で meguri verify を使います。",
  between: "",
  signed: "署名も確かめました。",
  unsigned: "このブラウザでは、署名を確かめられません。ほかは確かめました。",
  grown: (size: number) => `前にこのブラウザで見た${size}件のあとに、足されただけです。`,
  newest: (count: number) => `新しいほうから${count}件です。`,
  broken: (index: number) => `記録番号 ${index} が、署名されたものと合いません。`,
  badSignature: "署名が、公開されている鍵と合いません。",
  wentBack: "前にこのブラウザで見た記録から、なくなったか、書きかえられたものがあります。",
  renamed: "この記録は、前に見たときとちがう名前で続けられています。わけは公開記録にあります。",
  tell: "このサイトの運用者に知らせてください。",
  failed: "いまは確かめられません。少し待って、もう一度お試しください。",
  insecure: "このアドレスでは、ブラウザが計算を許しません。https のアドレスで開いてください。",
  day: (iso: string) => new Intl.DateTimeFormat("ja", { dateStyle: "long", timeZone: "Asia/Tokyo" }).format(new Date(iso)),
};

const en: typeof ja = {
  checking: (done, of) => `Checking (${done} / ${of})`,
  none: "There is no entry about this alone yet.",
  waiting: "This entry has not been signed yet. It soon will be.",
  holds: (count, day) =>
    count === 1
      ? `This entry has not been rewritten since ${day}.`
      : `None of these ${count} entries has been rewritten since it was signed, the oldest on ${day}.`,
  limits: "Whether it is true, or complete, this does not tell.",
  here: "Computed in this browser.",
  doubt: "The code for it comes from this site too. Who doubts the whole site uses meguri verify on another machine.",
  between: " ",
  signed: "The signature was checked too.",
  unsigned: "This browser cannot check the signature. Everything else was checked.",
  grown: (size) => `Since the ${size} entries that this browser saw before, some were only added.`,
  newest: (count) => `These are the newest ${count}.`,
  broken: (index) => `Entry number ${index} is not the one that was signed.`,
  badSignature: "The signature does not fit the published key.",
  wentBack: "Something that this browser saw before is gone or was rewritten.",
  renamed: "This record goes on under another name than when it was last seen. The record says why.",
  tell: "Please tell whoever runs this site.",
  failed: "It cannot be checked now. Please try again in a moment.",
  insecure: "The browser does not allow the computation at this address. Open it at an https address.",
  day: (iso) => new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "Asia/Tokyo" }).format(new Date(iso)),
};

export const words = document.documentElement.lang === "en" ? en : ja;
