// Checks entries of the record against signed heads: bytes, the way to the root, the signature, and what was seen before.
import { includes, isConsistent, leafHash } from "./merkle";
import { headOf, keysAt, signedBy, type Head, type Signed, type SigningKey } from "./signed-note";

export interface Entry {
  act: string;
  log: string;
  index: number | null;
}

interface Proof {
  index: number;
  path: string[];
  checkpoint: string;
  since: string;
}

interface Keys {
  name: string;
  keys: SigningKey[];
  next: number | null;
}

export type Fault = "broken" | "badSignature" | "wentBack" | "renamed";

export class Broken extends Error {
  constructor(
    public fault: Fault,
    public index = 0,
  ) {
    super(fault);
  }
}

const get = async (path: string): Promise<Response> => {
  const answer = await fetch(path, { headers: { Accept: "application/json, */*" } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer;
};

export const json = async <T>(path: string): Promise<T> => (await get(path)).json() as Promise<T>;

// One reader's look at one log: its keys are read once, each head is checked once.
export class LogReader {
  private keys: Promise<Keys> | undefined;
  private heads = new Map<string, Promise<Head>>();
  signed: Signed = "yes";
  grownFrom = 0;

  constructor(private log: string) {}

  // When the entry was first signed. Throws `Broken`.
  async check(entry: Entry, about: string): Promise<string> {
    const base = `/api/v1/record/entries/${entry.act}`;
    const [proof, bytes] = await Promise.all([
      json<Proof>(`${base}/proof`),
      get(`${base}/bytes`).then(async (answer) => new Uint8Array(await answer.arrayBuffer())),
    ]);
    const head = await this.head(proof.checkpoint);
    const holds = await includes(await leafHash(bytes), proof.index, head.size, proof.path, head.root);
    if (!holds || !isAbout(new TextDecoder().decode(bytes), entry, about)) throw new Broken("broken", proof.index);
    return proof.since;
  }

  private head(note: string): Promise<Head> {
    const known = this.heads.get(note) ?? this.checkedHead(note);
    this.heads.set(note, known);
    return known;
  }

  private async checkedHead(note: string): Promise<Head> {
    const head = headOf(note);
    const keys = await (this.keys ??= this.newestKeys());
    const signed = await signedBy(note, keysAt(keys.keys, head.size));
    if (signed === "no" || head.name !== keys.name) throw new Broken("badSignature");
    if (signed === "unknown") this.signed = "unknown";
    return head;
  }

  private async newestKeys(): Promise<Keys> {
    const folder = this.log === "jp" ? "/log" : `/${this.log}/log`;
    let found = await json<Keys>(`${folder}/keys`);
    while (found.next !== null) found = await json<Keys>(`${folder}/${found.next}/keys`);
    return found;
  }

  // What this browser saw of the log before must be the beginning of what it sees now. Throws `Broken`.
  async compareWithLast(): Promise<void> {
    const place = `meguri-record-${this.log}`;
    const kept = localStorage.getItem(place);
    const last = kept ? (JSON.parse(kept) as Head) : null;
    const heads = await Promise.all(this.heads.values());
    const newest = heads.reduce((one, other) => (other.size > one.size ? other : one));
    if (last && last.name !== newest.name) {
      localStorage.setItem(place, JSON.stringify(newest));
      throw new Broken("renamed");
    }
    if (last && last.size > newest.size) throw new Broken("wentBack");
    if (last) await this.grewFrom(last);
    localStorage.setItem(place, JSON.stringify(newest));
  }

  private async grewFrom(last: Head): Promise<void> {
    const path = `/api/v1/record/logs/${this.log}/consistency?first=${last.size}`;
    const proof = await json<{ path: string[]; checkpoint: string }>(path);
    const head = await this.head(proof.checkpoint);
    if (!(await isConsistent(last.size, head.size, proof.path, last.root, head.root))) throw new Broken("wentBack");
    if (head.size > last.size) this.grownFrom = last.size;
  }
}

// The entry says itself which act it is, and speaks of the thing that was asked for.
function isAbout(body: string, entry: Entry, about: string): boolean {
  const content = JSON.parse(body) as { act: string; log: string };
  return content.act === entry.act && content.log === entry.log && (about === "" || body.includes(about));
}

