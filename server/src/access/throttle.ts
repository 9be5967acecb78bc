/** Counts failures per key in a window; the process's memory is enough for one server. */
export type Throttle = { blockedFor(key: string): number; fail(key: string): void; clear(key: string): void }

/** After `limit` failures within `windowSeconds` the key is blocked until the window has passed. */
export function createThrottle(limit: number, windowSeconds: number, now: () => number = Date.now): Throttle {
  const failures = new Map<string, number[]>()
  const recent = (key: string) => (failures.get(key) ?? []).filter((at) => at > now() - windowSeconds * 1000)
  return {
    blockedFor(key) {
      const times = recent(key)
      const first = times.at(-limit)
      return first === undefined ? 0 : Math.ceil((first + windowSeconds * 1000 - now()) / 1000)
    },
    fail(key) {
      failures.set(key, [...recent(key), now()])
      if (failures.size > 10_000) failures.delete(failures.keys().next().value as string)
    },
    clear(key) {
      failures.delete(key)
    },
  }
}
