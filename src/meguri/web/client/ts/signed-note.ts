// C2SP signed notes and checkpoints: what a log says of its size and root, and whether its key has signed that.
import { hex, type Bytes } from "./merkle";

export interface Head {
  name: string;
  size: number;
  root: string;
}

export interface SigningKey {
  key: string;
  since: number;
}

// "unknown": this browser has no Ed25519.
export type Signed = "yes" | "no" | "unknown";

const ID_BYTES = 4;
const ED25519 = { name: "Ed25519" };

const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

export function headOf(note: string): Head {
  const [name = "", size = "", root = ""] = note.split("\n");
  if (!name || !/^\d{1,15}$/.test(size)) throw new Error("no checkpoint");
  return { name, size: Number(size), root: hex(fromBase64(root)) };
}

// At the size at which a key was changed both must have signed, elsewhere the one of that time.
export function keysAt(keys: SigningKey[], size: number): SigningKey[] {
  return keys.filter((one, place) => one.since <= size && size <= (keys[place + 1]?.since ?? Infinity));
}

export async function signedBy(note: string, keys: SigningKey[]): Promise<Signed> {
  const end = note.lastIndexOf("\n\n");
  const text = new TextEncoder().encode(note.slice(0, end + 1));
  const lines = note.slice(end + 2).trimEnd().split("\n");
  if (end < 0 || keys.length === 0 || lines.length !== keys.length) return "no";
  const all = await Promise.all(keys.map((one) => signedByOne(text, lines, one.key)));
  return all.find((one) => one !== "yes") ?? "yes";
}

async function signedByOne(text: Bytes, lines: string[], key: string): Promise<Signed> {
  const [, name = "", id = "", encoded = ""] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(key) ?? [];
  const signature = lines
    .filter((line) => line.startsWith(`— ${name} `))
    .map((line) => fromBase64(line.slice(line.lastIndexOf(" ") + 1)))
    .find((bytes) => hex(bytes.slice(0, ID_BYTES)) === id);
  if (!signature) return "no";
  let known: CryptoKey;
  try {
    known = await crypto.subtle.importKey("raw", fromBase64(encoded).slice(1), ED25519, false, ["verify"]);
  } catch {
    return "unknown";
  }
  return (await crypto.subtle.verify(ED25519, known, signature.slice(ID_BYTES), text)) ? "yes" : "no";
}
