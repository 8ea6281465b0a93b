// Keeps what is being typed in `<form data-draft="name">` until it has arrived, in this tab alone (tablets are shared).
import { words } from "./words";

const PREFIX = "meguri-draft:";
const SENT = "meguri-sent:";

export function keepDrafts(root: ParentNode): void {
  if (root === document) forgetWhatArrived();
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-draft]")) keep(form);
}

const keyOf = (form: HTMLFormElement): string => `${PREFIX}${location.pathname}:${form.dataset["draft"]}`;

const textsOf = (form: HTMLFormElement): (HTMLInputElement | HTMLTextAreaElement)[] => [
  ...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea[name], input[type=text][name]"),
];

// A form that was sent and is not on the page that answered has arrived; if it is there, it came back with an error.
function forgetWhatArrived(): void {
  const here = [...document.querySelectorAll<HTMLFormElement>("form[data-draft]")].map(keyOf);
  for (const mark of Object.keys(sessionStorage).filter((key) => key.startsWith(SENT))) {
    const key = mark.slice(SENT.length);
    if (!here.includes(key)) sessionStorage.removeItem(key);
    sessionStorage.removeItem(mark);
  }
}

function keep(form: HTMLFormElement): void {
  const key = keyOf(form);
  restore(form, key);
  form.addEventListener("input", () => {
    const typed = Object.fromEntries(textsOf(form).map((field) => [field.name, field.value]));
    sessionStorage.setItem(key, JSON.stringify(typed));
  });
  form.addEventListener("submit", () => sessionStorage.setItem(SENT + key, "1"));
}

function restore(form: HTMLFormElement, key: string): void {
  const typed = JSON.parse(sessionStorage.getItem(key) ?? "{}") as Record<string, string>;
  const empty = textsOf(form).filter((field) => !field.value && typed[field.name]);
  if (empty.length === 0) return;
  for (const field of empty) field.value = typed[field.name] ?? "";
  form.prepend(notice(key, empty));
}

function notice(key: string, fields: (HTMLInputElement | HTMLTextAreaElement)[]): HTMLElement {
  const line = document.createElement("p");
  line.className = "draft";
  line.setAttribute("role", "status");
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "button button--quiet button--small";
  discard.textContent = words.discard;
  discard.addEventListener("click", () => {
    sessionStorage.removeItem(key);
    for (const field of fields) field.value = "";
    fields[0]?.focus();
    line.remove();
  });
  line.append(words.restored, discard);
  return line;
}
