// 確かめる: `<div data-verify="kind/id">` or `<div data-verify-act="…" data-log="…">` checks the record in this browser.
import { Broken, LogReader, json, type Entry } from "./record-check";
import { words } from "./verify-words";

const MOST = 50;

interface Found {
  since: string;
  readers: LogReader[];
  count: number;
  left: boolean;
}

for (const place of document.querySelectorAll<HTMLElement>("[data-verify], [data-verify-act]")) {
  const button = place.querySelector("button");
  button?.addEventListener("click", () => void press(place, button));
  place.hidden = false;
}

async function press(place: HTMLElement, button: HTMLButtonElement): Promise<void> {
  const said = place.querySelector<HTMLElement>("[data-said]");
  if (!said || button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  try {
    tell(said, await check(place, said));
  } catch (error) {
    refuse(said, error);
  }
  button.removeAttribute("aria-disabled");
}

async function check(place: HTMLElement, said: HTMLElement): Promise<Found | string> {
  if (!window.isSecureContext) return words.insecure;
  const [entries, total] = await entriesOf(place);
  const signed = entries.filter((entry) => entry.index !== null);
  if (signed.length === 0) return entries.length ? words.waiting : words.none;
  const readers = new Map<string, LogReader>();
  let oldest = "";
  for (const [done, entry] of signed.entries()) {
    show(said, "", [words.checking(done, signed.length)]);
    const reader = readers.get(entry.log) ?? new LogReader(entry.log);
    readers.set(entry.log, reader);
    const since = await reader.check(entry, aboutOf(place));
    if (!oldest || since < oldest) oldest = since;
  }
  for (const reader of readers.values()) await reader.compareWithLast();
  return { since: oldest, readers: [...readers.values()], count: signed.length, left: total > entries.length };
}

// The entry of the page, or the newest of the thing's history, and how many there are.
async function entriesOf(place: HTMLElement): Promise<[Entry[], number]> {
  const act = place.dataset["verifyAct"];
  if (act) return [[await json<Entry>(`/api/v1/record/entries/${act}`)], 1];
  const [kind = "", id = ""] = (place.dataset["verify"] ?? "").split("/");
  const path = `/api/v1/history/${kind}/${encodeURIComponent(id)}?limit=${MOST}`;
  const found = await json<{ items: Entry[]; total: number }>(path);
  return [found.items, found.total];
}

// How a thing is written in an entry's canonical bytes.
function aboutOf(place: HTMLElement): string {
  const [kind, id] = (place.dataset["verify"] ?? "").split("/");
  return kind && id ? `{"id":${JSON.stringify(id)},"kind":${JSON.stringify(kind)}}` : "";
}

function tell(said: HTMLElement, found: Found | string): void {
  if (typeof found === "string") return show(said, "", [found]);
  const isSigned = found.readers.every((reader) => reader.signed === "yes");
  const grown = found.readers.filter((reader) => reader.grownFrom).map((reader) => words.grown(reader.grownFrom));
  const left = found.left ? [words.newest(found.count)] : [];
  const how = [words.here, isSigned ? words.signed : words.unsigned, ...grown, ...left].join(words.between);
  show(said, words.holds(found.count, words.day(found.since)), [words.limits, how, words.doubt], "good");
}

function refuse(said: HTMLElement, error: unknown): void {
  if (!(error instanceof Broken)) return show(said, "", [words.failed]);
  if (error.fault === "renamed") return show(said, "", [words.renamed], "warn");
  const what = error.fault === "broken" ? words.broken(error.index) : words[error.fault];
  show(said, what, [words.tell], "bad");
}

function show(said: HTMLElement, title: string, lines: string[], kind = ""): void {
  const parts = lines.map((line) => element("p", line, "soft"));
  if (title) parts.unshift(element("p", title, "verify__title"));
  said.className = kind ? `verify__said verify__said--${kind}` : "verify__said";
  said.replaceChildren(...parts);
}

function element(tag: string, text: string, name: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = name;
  return made;
}
