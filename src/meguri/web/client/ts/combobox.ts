// The search box: suggestions under it by the ARIA 1.2 combobox pattern (input + listbox, focus stays in the input).
// Asks `data-combobox` + "?q=…" and expects {"items": [{"text": "上士幌町", "note": "北海道", "url": "/016331/"}, …]}
// and may get a "message", a line shown under the box when nothing was found and said before the count when it was.
import { words } from "./words";

interface Suggestion {
  text: string;
  note?: string;
  url: string;
}

const WAIT_MS = 120;

export function watchComboboxes(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-combobox]")) new Combobox(form);
}

class Combobox {
  private readonly input: HTMLInputElement;
  private readonly list = document.createElement("ul");
  private readonly status = document.createElement("div");
  private readonly message = document.createElement("p");
  private items: Suggestion[] = [];
  private chosen = -1;
  private timer = 0;
  private request = new AbortController();

  constructor(private readonly form: HTMLFormElement) {
    this.input = form.querySelector<HTMLInputElement>("input[type=search]")!;
    this.prepare();
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    // pointerdown would move the focus away before the click arrives
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.pressed(event));
  }

  private prepare(): void {
    this.list.id = `${this.input.id}-list`;
    this.list.className = "search__list";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.form.querySelector("label")?.textContent ?? "");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    const about = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(about)) this.input.setAttribute(name, value);
    // Seen, not said: the status says it.
    this.message.className = "search__message";
    this.message.setAttribute("aria-hidden", "true");
    this.message.hidden = true;
    this.input.parentElement!.append(this.list, this.message, this.status);
  }

  private ask(): void {
    window.clearTimeout(this.timer);
    this.request.abort();
    const query = this.input.value.trim();
    if (!query) return this.close();
    this.timer = window.setTimeout(() => void this.fetch(query), WAIT_MS);
  }

  private async fetch(query: string): Promise<void> {
    this.request = new AbortController();
    const address = `${this.form.dataset["combobox"]}?q=${encodeURIComponent(query)}`;
    try {
      const answer = await fetch(address, { signal: this.request.signal, headers: { Accept: "application/json" } });
      // The box is still a form: with no suggestions the reader presses the button.
      if (!answer.ok) return this.close();
      const { items, message = "" } = (await answer.json()) as { items: Suggestion[]; message?: string };
      this.show(items, message);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) this.close();
    }
  }

  private show(items: Suggestion[], message: string): void {
    if (document.activeElement !== this.input) return;
    this.items = items;
    this.list.replaceChildren(...items.map((item, place) => this.option(item, place)));
    this.list.hidden = items.length === 0;
    this.input.setAttribute("aria-expanded", String(items.length > 0));
    this.choose(-1);
    this.message.textContent = message;
    this.message.hidden = !message || items.length > 0;
    this.status.textContent = items.length > 0 || !message ? message + words.count(items.length) : message;
  }

  private option(item: Suggestion, place: number): HTMLLIElement {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${place}`;
    option.className = "search__option";
    option.dataset["place"] = String(place);
    option.setAttribute("role", "option");
    const name = document.createElement("span");
    name.textContent = item.text;
    option.append(name);
    if (item.note) {
      const note = document.createElement("small");
      note.textContent = item.note;
      option.append(" ", note);
    }
    return option;
  }

  private choose(place: number): void {
    this.chosen = place;
    for (const [index, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(index === place));
      if (index === place) option.scrollIntoView({ block: "nearest" });
    }
    if (place < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}-${place}`);
  }

  private key(event: KeyboardEvent): void {
    // While kana are being turned into kanji, the keys belong to the input method.
    if (event.isComposing || event.keyCode === 229) return;
    const open = !this.list.hidden;
    const last = this.items.length - 1;
    if (event.key === "Escape" && open) this.close();
    else if (event.key === "ArrowDown" && open) this.choose(this.chosen >= last ? 0 : this.chosen + 1);
    else if (event.key === "ArrowDown") this.ask();
    else if (event.key === "ArrowUp" && open) this.choose(this.chosen <= 0 ? last : this.chosen - 1);
    else if (event.key === "Enter" && open && this.chosen >= 0) this.go(this.chosen);
    else return;
    event.preventDefault();
  }

  private pressed(event: Event): void {
    const option = (event.target as Element).closest<HTMLElement>("[role=option]");
    if (option) this.go(Number(option.dataset["place"]));
  }

  private go(place: number): void {
    const item = this.items[place];
    if (!item) return;
    this.input.value = item.text;
    this.close();
    window.location.assign(item.url);
  }

  private close(): void {
    window.clearTimeout(this.timer);
    this.request.abort();
    this.items = [];
    this.list.hidden = true;
    this.list.replaceChildren();
    this.message.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = "";
  }
}
