/** A stream of uniform draws; the same seed always gives the same stream. */
export type Random = {
  /** The next raw output: a whole number, 0 ≤ n < 2³². */
  next: () => number
  /** The next uniform draw, strictly between 0 and 1: (output + ½) / 2³². */
  uniform: () => number
}

/**
 * The product's one generator: xoshiro128** 1.1 (Blackman & Vigna 2018), its four state words being the low and
 * high halves of the first and second output of SplitMix64 started at `seed`.
 * @param seed a whole number, 0 ≤ seed < 2⁵³; anything else is a RangeError.
 */
export function createRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`The seed must be a whole number from 0 to 2^53 − 1, not ${seed}.`)
  const mix = splitMix64(BigInt(seed))
  const first = mix()
  const second = mix()
  let a = Number(first & 0xffffffffn)
  let b = Number(first >> 32n)
  let c = Number(second & 0xffffffffn)
  let d = Number(second >> 32n)
  const next = (): number => {
    const output = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotateLeft(d, 11)
    return output
  }
  return { next, uniform: () => (next() + 0.5) / 4294967296 }
}

/** SplitMix64 (Steele, Lea & Flood 2014) in 64-bit whole numbers; it only seeds, so its speed is no matter. */
function splitMix64(seed: bigint): () => bigint {
  let state = seed
  return () => {
    state = (state + 0x9e3779b97f4a7c15n) & MASK_64
    let z = state
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK_64
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK_64
    return z ^ (z >> 31n)
  }
}

const MASK_64 = 0xffffffffffffffffn

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}
