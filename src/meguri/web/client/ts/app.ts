// What every page loads: htmx, the search box, and care for what people type. A page works without any of it.
import htmx from "htmx.org";
import { watchComboboxes } from "./combobox";
import { keepDrafts } from "./draft";
import { focusFirstError } from "./errors";
import { sendItself } from "./send-itself";
import { sendOnce } from "./send-once";

// The policy forbids inline styles and eval; htmx adds neither when told so.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.selfRequestsOnly = true;

function start(root: ParentNode): void {
  watchComboboxes(root);
  keepDrafts(root);
  focusFirstError(root);
  sendItself(root);
}

sendOnce();
document.addEventListener("DOMContentLoaded", () => start(document));
document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof HTMLElement && event.target !== document.body) start(event.target);
});
