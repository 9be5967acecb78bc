import type { Random } from '../../server/src/statistics/random.ts'

/** Ways in which a file comes damaged. */
export const DAMAGES = ['cut', 'flip', 'insert', 'swap', 'repeat', 'zero'] as const
export type Damage = (typeof DAMAGES)[number]

const below = (random: Random, limit: number): number => random.next() % Math.max(1, limit)

/** A damaged copy of a file; the same draws give the same damage. */
export function damaged(file: Buffer, how: Damage, random: Random): Buffer {
  const at = below(random, file.length)
  const length = 1 + below(random, Math.min(400, file.length))
  switch (how) {
    case 'cut':
      return file.subarray(0, at)
    case 'flip': {
      const copy = Buffer.from(file)
      for (let left = 1 + below(random, 24); left > 0; left--) {
        const byte = below(random, copy.length)
        copy[byte] = (copy[byte] as number) ^ (1 << below(random, 8))
      }
      return copy
    }
    case 'insert': {
      const bytes = Buffer.from(Array.from({ length }, () => below(random, 256)))
      return Buffer.concat([file.subarray(0, at), bytes, file.subarray(at)])
    }
    case 'swap': {
      const [first, second] = [at, below(random, file.length)].sort((a, b) => a - b) as [number, number]
      const part = Math.min(length, second - first, file.length - second)
      const pieces: [number, number][] = [
        [0, first],
        [second, second + part],
        [first + part, second],
        [first, first + part],
        [second + part, file.length],
      ]
      return Buffer.concat(pieces.map(([from, to]) => file.subarray(from, to)))
    }
    case 'repeat':
      return Buffer.concat([file.subarray(0, at), file.subarray(Math.max(0, at - length)), file.subarray(at)])
    case 'zero':
      return Buffer.concat([file.subarray(0, at), Buffer.alloc(Math.min(length, file.length - at)), file.subarray(at + length)])
  }
}
