// RFC 6962 hashes, and the checks of RFC 9162 (2.1.3.2 and 2.1.4.2), in the reader's own browser. Hashes are hexadecimal.

export type Bytes = Uint8Array<ArrayBuffer>;

export const hex = (bytes: Bytes): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export const fromHex = (text: string): Bytes => Uint8Array.from(text.match(/../g) ?? [], (two) => parseInt(two, 16));

async function sha256(...parts: Bytes[]): Promise<Bytes> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
}

export const leafHash = (entry: Bytes): Promise<Bytes> => sha256(Uint8Array.of(0), entry);

const nodeHash = (left: Bytes, right: Bytes): Promise<Bytes> => sha256(Uint8Array.of(1), left, right);

// A walk from a leaf upwards: `at` counts nodes from the left, `last` is the number of the rightmost one.
class Walk {
  constructor(
    public at: number,
    public last: number,
  ) {}

  get siblingIsLeft(): boolean {
    return this.at % 2 === 1 || this.at === this.last;
  }

  up(): void {
    if (this.siblingIsLeft) while (this.at % 2 === 0 && this.at) this.half();
    this.half();
  }

  half(): void {
    this.at = Math.floor(this.at / 2);
    this.last = Math.floor(this.last / 2);
  }
}

export async function includes(leaf: Bytes, index: number, size: number, path: string[], root: string): Promise<boolean> {
  if (!(index >= 0 && index < size)) return false;
  const walk = new Walk(index, size - 1);
  let found = leaf;
  for (const step of path.map(fromHex)) {
    if (walk.last === 0) return false;
    found = await (walk.siblingIsLeft ? nodeHash(step, found) : nodeHash(found, step));
    walk.up();
  }
  return walk.last === 0 && hex(found) === root;
}

export async function isConsistent(
  first: number,
  second: number,
  path: string[],
  firstRoot: string,
  secondRoot: string,
): Promise<boolean> {
  if (!(first > 0 && first <= second)) return false;
  if (first === second) return path.length === 0 && firstRoot === secondRoot;
  const isWhole = Number.isInteger(Math.log2(first));
  const [start, ...steps] = (isWhole ? [firstRoot, ...path] : path).map(fromHex);
  if (!start) return false;
  const walk = new Walk(first - 1, second - 1);
  while (walk.at % 2 === 1) walk.half();
  let [old, now] = [start, start];
  for (const step of steps) {
    if (walk.last === 0) return false;
    if (walk.siblingIsLeft) old = await nodeHash(step, old);
    now = await (walk.siblingIsLeft ? nodeHash(step, now) : nodeHash(now, step));
    walk.up();
  }
  return walk.last === 0 && hex(old) === firstRoot && hex(now) === secondRoot;
}
