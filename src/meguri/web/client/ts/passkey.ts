// Passkeys on the pages that offer them. A form `data-passkey="create|get"` asks `data-options` what is to be signed,
// lets the browser do it, and is then sent with the answer. Without script or passkeys the parts for them stay hidden.

type Json = { [key: string]: unknown };

const bytes = (text: string): ArrayBuffer => {
  const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0)).buffer;
};

const text = (buffer: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withIds = (listed: Json[] | undefined): PublicKeyCredentialDescriptor[] =>
  (listed ?? []).map((one) => ({ type: "public-key", id: bytes(one["id"] as string) }));

async function create(options: Json): Promise<Json> {
  const user = options["user"] as Json;
  const publicKey = {
    ...options,
    challenge: bytes(options["challenge"] as string),
    user: { ...user, id: bytes(user["id"] as string) },
    excludeCredentials: withIds(options["excludeCredentials"] as Json[]),
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return answer(made, {
    clientDataJSON: text(response.clientDataJSON),
    attestationObject: text(response.attestationObject),
    transports: response.getTransports?.() ?? [],
  });
}

async function get(options: Json): Promise<Json> {
  const publicKey = {
    ...options,
    challenge: bytes(options["challenge"] as string),
    allowCredentials: withIds(options["allowCredentials"] as Json[]),
  } as unknown as PublicKeyCredentialRequestOptions;
  const signed = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const response = signed.response as AuthenticatorAssertionResponse;
  return answer(signed, {
    clientDataJSON: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: response.userHandle ? text(response.userHandle) : null,
  });
}

const answer = (credential: PublicKeyCredential, response: Json): Json => ({
  id: credential.id,
  rawId: text(credential.rawId),
  type: credential.type,
  clientExtensionResults: credential.getClientExtensionResults(),
  response,
});

async function sign(form: HTMLFormElement): Promise<void> {
  const asked = await fetch(form.dataset["options"] ?? "", { headers: { Accept: "application/json" } });
  if (!asked.ok) throw new Error(`options: ${asked.status}`);
  const { publicKey } = (await asked.json()) as { publicKey: Json };
  const signed = await (form.dataset["passkey"] === "create" ? create(publicKey) : get(publicKey));
  (form.elements.namedItem("credential") as HTMLInputElement).value = JSON.stringify(signed);
  form.submit();
}

function watch(form: HTMLFormElement): void {
  const says = form.querySelector<HTMLElement>("[data-passkey-says]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (says) says.textContent = "";
    sign(form).catch(() => {
      // Whether the person pressed "cancel" or the device cannot, the browser does not say.
      if (says) says.textContent = says.dataset["failed"] ?? "";
    });
  });
}

// A passkey belongs to a name; browsers refuse them at a bare network address.
const atBareAddress = /^[\d.]+$|^\[/.test(location.hostname);

if ("PublicKeyCredential" in window && !atBareAddress) {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) watch(form);
  for (const part of document.querySelectorAll<HTMLElement>("[data-passkey-part]")) part.hidden = false;
  for (const part of document.querySelectorAll<HTMLElement>("[data-passkey-missing]")) part.hidden = true;
}
