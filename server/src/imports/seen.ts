const SLOT_BYTES = 32
const FIRST_SLOTS = 1 << 12

/**
 * Remembers 16-byte keys with a 16-byte content each, outside the JavaScript heap: about 50 bytes a key, so that five
 * million fit into a worker. Keys must be digests (evenly spread).
 */
export class SeenDigests {
  private slots = Buffer.alloc(FIRST_SLOTS * SLOT_BYTES)
  private used = new Uint32Array(FIRST_SLOTS)
  private capacity = FIRST_SLOTS
  private size = 0

  /** Counts a key and says how often it had come before. */
  count(key: Buffer): number {
    const slot = this.slotFor(key)
    const before = this.used[slot] as number
    this.used[slot] = before + 1
    return before
  }

  /** The content first set for a key; an all-zero content is none. */
  content(key: Buffer): Buffer | null {
    const at = this.slotFor(key) * SLOT_BYTES + 16
    const content = this.slots.subarray(at, at + 16)
    return content.every((byte) => byte === 0) ? null : content
  }

  /** Sets the content of a key that was counted. */
  setContent(key: Buffer, content: Buffer): void {
    content.copy(this.slots, this.slotFor(key) * SLOT_BYTES + 16, 0, 16)
  }

  /** The key's slot, its key written if it is new. */
  private slotFor(key: Buffer): number {
    if (this.size * 4 > this.capacity * 3) this.grow()
    let slot = key.readUInt32LE(0) % this.capacity
    while (this.used[slot] !== 0) {
      if (key.compare(this.slots, slot * SLOT_BYTES, slot * SLOT_BYTES + 16, 0, 16) === 0) return slot
      slot = slot + 1 === this.capacity ? 0 : slot + 1
    }
    key.copy(this.slots, slot * SLOT_BYTES, 0, 16)
    this.size++
    return slot
  }

  private grow(): void {
    const [slots, used, capacity] = [this.slots, this.used, this.capacity]
    this.capacity = capacity * 2
    this.slots = Buffer.alloc(this.capacity * SLOT_BYTES)
    this.used = new Uint32Array(this.capacity)
    for (let from = 0; from < capacity; from++) {
      if (used[from] === 0) continue
      let to = slots.readUInt32LE(from * SLOT_BYTES) % this.capacity
      while (this.used[to] !== 0) to = to + 1 === this.capacity ? 0 : to + 1
      slots.copy(this.slots, to * SLOT_BYTES, from * SLOT_BYTES, (from + 1) * SLOT_BYTES)
      this.used[to] = used[from] as number
    }
  }
}
