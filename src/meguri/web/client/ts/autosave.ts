// Saves `<form data-autosave>` by itself a moment after the last key, and says so quietly. The buttons work without it.
import { words } from "./words";

const AFTER_MS = 2500;
const AT_THE_LATEST_MS = 15000;
const AGAIN_MS = 10000;

interface Saved {
  version: number;
  edit: string;
  saved: string;
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-autosave]")) watch(form);

function watch(form: HTMLFormElement): void {
  const said = form.querySelector<HTMLElement>("[data-saved]");
  let timer = 0;
  let since = 0;
  let running: Promise<void> | null = null;
  let stopped = false;

  const say = (text: string): void => {
    if (said && said.textContent !== text) said.textContent = text;
  };

  const plan = (delay: number): void => {
    if (stopped) return;
    window.clearTimeout(timer);
    since ||= Date.now();
    const left = Math.max(0, since + AT_THE_LATEST_MS - Date.now());
    timer = window.setTimeout(() => void start(), Math.min(delay, left));
  };

  const start = async (): Promise<void> => {
    if (running) return plan(AFTER_MS);
    since = 0;
    running = save(form).then(accept, failed);
    await running;
    running = null;
  };

  const accept = async (response: Response): Promise<void> => {
    if (response.ok) {
      const told = (await response.json()) as Saved;
      take(form, told);
      say(told.saved);
    } else if (response.status === 409) {
      stopped = true;
      say(`${((await response.json()) as { sentence: string }).sentence} ${words.compare}`);
    } else {
      failed();
    }
  };

  const failed = (): void => {
    say(words.notSaved);
    since = Date.now();
    timer = window.setTimeout(() => void start(), AGAIN_MS);
  };

  form.addEventListener("input", () => plan(AFTER_MS));
  form.addEventListener("change", () => plan(AFTER_MS));
  // A page that is sent while a save is on its way waits for it: else it would be older than its own text.
  form.addEventListener("submit", (event) => {
    window.clearTimeout(timer);
    if (!running) {
      stopped = true;
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    void running.then(() => form.requestSubmit(button));
  });
  window.addEventListener("pageshow", () => (stopped = false));
}

function save(form: HTMLFormElement): Promise<Response> {
  const typed = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") typed.append(name, value);
  const headers = { Accept: "application/json" };
  return fetch(addressOf(form), { method: "POST", body: typed, headers, redirect: "manual", credentials: "same-origin" });
}

const addressOf = (form: HTMLFormElement): string => form.getAttribute("action") ?? location.href;

// What was saved first has its own address from then on: reloading the page finds it.
function take(form: HTMLFormElement, told: Saved): void {
  const version = form.elements.namedItem("version");
  if (version instanceof HTMLInputElement) version.value = String(told.version);
  if (new URL(addressOf(form), location.href).pathname === told.edit) return;
  form.setAttribute("action", told.edit);
  history.replaceState(null, "", told.edit);
}
