// A `<form data-send-itself>` is sent once, when a person has the page before them; its button serves where this cannot.
export function sendItself(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-send-itself]")) whenSeen(() => void send(form));
}

// Not while the browser fetches ahead, nor in a tab that nobody looks at.
function whenSeen(act: () => void): void {
  if (document.visibilityState === "visible" && !(document as { prerendering?: boolean }).prerendering) act();
  else document.addEventListener("visibilitychange", () => whenSeen(act), { once: true });
}

async function send(form: HTMLFormElement): Promise<void> {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (!answer?.ok || !new URL(answer.url).searchParams.has("told")) return;
  form.querySelector("[data-until-sent]")?.remove();
  form.querySelector<HTMLElement>("[data-when-sent]")?.removeAttribute("hidden");
}
