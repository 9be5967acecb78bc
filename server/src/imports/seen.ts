const FIRST_SLOTS = 1 << 12
const WORDS = 8

/** 128 bits that tell texts apart; no secret and no signature. */
export type Fingerprint = readonly [number, number, number, number]

/**
 * Remembers fingerprints with the fingerprint of a content each, outside the JavaScript heap: about 54 bytes a key, so
 * that five million fit into a worker.
 */
export class SeenFingerprints {
  private words = new Uint32Array(FIRST_SLOTS * WORDS)
  private counts = new Uint32Array(FIRST_SLOTS)
  private places = new Uint32Array(FIRST_SLOTS)
  private capacity = FIRST_SLOTS
  private size = 0

  /** Counts a key and says how often it had come before. */
  count(key: Fingerprint): number {
    const slot = this.slotFor(key)
    const before = this.counts[slot] as number
    this.counts[slot] = before + 1
    if (before === 0) this.size++
    return before
  }

  /** Sets a counted key's content and place where it has none; says whether the content it has is this one. */
  holds(key: Fingerprint, content: Fingerprint, place: number): 'first' | 'same' | 'other' {
    const slot = this.slotFor(key)
    const at = slot * WORDS + 4
    const { words } = this
    if (words[at] === 0 && words[at + 1] === 0 && words[at + 2] === 0 && words[at + 3] === 0) {
      words.set(content, at)
      this.places[slot] = place
      return 'first'
    }
    return words[at] === content[0] && words[at + 1] === content[1] && words[at + 2] === content[2] && words[at + 3] === content[3]
      ? 'same'
      : 'other'
  }

  /** Where the content of a key was first held. */
  placeOf(key: Fingerprint): number {
    return this.places[this.slotFor(key)] as number
  }

  /** The key's slot; a new key is written into a free one. */
  private slotFor([a, b, c, d]: Fingerprint): number {
    if (this.size * 4 > this.capacity * 3) this.grow()
    const { words, counts, capacity } = this
    let slot = a % capacity
    while (counts[slot] !== 0) {
      const at = slot * WORDS
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d) return slot
      slot = slot + 1 === capacity ? 0 : slot + 1
    }
    words.set([a, b, c, d], slot * WORDS)
    return slot
  }

  private grow(): void {
    const { words, counts, places, capacity } = this
    this.capacity = capacity * 2
    this.words = new Uint32Array(this.capacity * WORDS)
    this.counts = new Uint32Array(this.capacity)
    this.places = new Uint32Array(this.capacity)
    for (let from = 0; from < capacity; from++) {
      if (counts[from] === 0) continue
      let to = (words[from * WORDS] as number) % this.capacity
      while (this.counts[to] !== 0) to = to + 1 === this.capacity ? 0 : to + 1
      this.words.set(words.subarray(from * WORDS, (from + 1) * WORDS), to * WORDS)
      this.counts[to] = counts[from] as number
      this.places[to] = places[from] as number
    }
  }
}

/** The fingerprint of a text: four multiplicative hashes at once (cyrb128), ten times as fast as a digest. */
export function fingerprint(text: string): Fingerprint {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = b ^ Math.imul(a ^ code, 597399067)
    b = c ^ Math.imul(b ^ code, 2869860233)
    c = d ^ Math.imul(c ^ code, 951274213)
    d = a ^ Math.imul(d ^ code, 2716044179)
  }
  a = Math.imul(c ^ (a >>> 18), 597399067)
  b = Math.imul(d ^ (b >>> 22), 2869860233)
  c = Math.imul(a ^ (c >>> 17), 951274213)
  d = Math.imul(b ^ (d >>> 19), 2716044179)
  a ^= b ^ c ^ d
  return [a >>> 0, (b ^ a) >>> 0, (c ^ a) >>> 0, (d ^ a) >>> 0]
}

/** The same form for a digest that is there already. */
export function fingerprintOf(digest: Buffer): Fingerprint {
  return [digest.readUInt32LE(0), digest.readUInt32LE(4), digest.readUInt32LE(8), digest.readUInt32LE(12)]
}

export function fingerprintBytes(print: Fingerprint): Buffer {
  const bytes = Buffer.allocUnsafe(16)
  for (let i = 0; i < 4; i++) bytes.writeUInt32LE(print[i] as number, i * 4)
  return bytes
}
