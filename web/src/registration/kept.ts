import { useCallback, useState } from 'react'

/** State that survives a reload of this tab. Nothing personal may go in: it lies on the disk of the computer. */
export function useKept<T>(key: string, initial: T): [T, (next: T | ((before: T) => T)) => void] {
  const [value, setValue] = useState<T>(() => read(key) ?? initial)
  const keep = useCallback(
    (next: T | ((before: T) => T)) =>
      setValue((before) => {
        const after = typeof next === 'function' ? (next as (before: T) => T)(before) : next
        sessionStorage.setItem(key, JSON.stringify(after))
        return after
      }),
    [key],
  )
  return [value, keep]
}

function read<T>(key: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as T | null
  } catch {
    return null
  }
}
