import type { Random } from '../statistics/random.ts'

/*
 * Draws from whole-number arithmetic, division and comparison alone: logarithms and powers may differ in the last
 * bit between engines, and the demo must be the same on every machine.
 */

/** A whole number from `from` to `to`, both included. */
export function drawWhole(random: Random, from: number, to: number): number {
  return from + Math.floor(random.uniform() * (to - from + 1))
}

/** True with the probability `chance`. */
export function drawTrue(random: Random, chance: number): boolean {
  return random.uniform() < chance
}

/** One of the items, each as likely as the others. */
export function drawOne<T>(random: Random, items: readonly T[]): T {
  return items[drawWhole(random, 0, items.length - 1)] as T
}

/** One of the keys of `weights`, each as likely as its weight; the order of the keys is part of the draw. */
export function drawWeighted<K extends string>(random: Random, weights: Readonly<Partial<Record<K, number>>>): K {
  const entries = Object.entries(weights) as [K, number][]
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0)
  let rest = random.uniform() * total
  for (const [key, weight] of entries) {
    rest -= weight
    if (rest < 0) return key
  }
  return (entries[entries.length - 1] as [K, number])[0]
}

/** An index into `weights`, each as likely as its weight. */
export function drawIndex(random: Random, weights: readonly number[]): number {
  let rest = random.uniform() * weights.reduce((sum, weight) => sum + weight, 0)
  for (let index = 0; index < weights.length; index += 1) {
    rest -= weights[index] as number
    if (rest < 0) return index
  }
  return weights.length - 1
}

/** A count with the mean `mean`, all but Poisson: 240 trials with the chance mean ÷ 240 (mean ≤ 60 is near enough). */
export function drawCount(random: Random, mean: number): number {
  let count = 0
  for (let trial = 0; trial < 240; trial += 1) if (random.uniform() < mean / 240) count += 1
  return count
}
