// A form is sent once: a second press while it is on its way does nothing, and a wait over a second is said.
import { words } from "./words";

const SAY_AFTER_MS = 1000;
const SAY_AGAIN_AFTER_MS = 10000;
const sending = new WeakMap<HTMLFormElement, () => void>();

export function sendOnce(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (sending.has(form)) event.preventDefault();
    else hold(form, event.submitter as HTMLElement | null);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = (event.target as Element).closest("form");
    if (form) release(form);
  });
  // Coming back by the browser's own history finds the page as it was left.
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(release));
}

function hold(form: HTMLFormElement, button: HTMLElement | null): void {
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  status.className = "soft";
  form.append(status);
  // Not `disabled`: the browser would leave the button's own name and value out of what it sends.
  button?.setAttribute("aria-disabled", "true");
  const first = window.setTimeout(() => (status.textContent = words.sending), SAY_AFTER_MS);
  const second = window.setTimeout(() => (status.textContent = words.stillSending), SAY_AGAIN_AFTER_MS);
  sending.set(form, () => {
    window.clearTimeout(first);
    window.clearTimeout(second);
    status.remove();
    button?.removeAttribute("aria-disabled");
  });
}

function release(form: HTMLFormElement): void {
  sending.get(form)?.();
  sending.delete(form);
}
