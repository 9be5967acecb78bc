import type { Choice, Target } from './targets.ts'

const MOST = 6
const nameOf = (user: string): string => `mingjing.recent.${user}`

/** What this user chose last on this machine, the latest first; nobody else's. */
export function recentChoices(user: string): Choice[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(nameOf(user)) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isChoice).map((choice) => ({ ...choice, section: 'recent' as const })) : []
  } catch {
    return []
  }
}

export function keepRecent(user: string, choice: Choice): void {
  const others = recentChoices(user).filter((each) => !sameTarget(each.target, choice.target))
  localStorage.setItem(nameOf(user), JSON.stringify([choice, ...others].slice(0, MOST)))
}

export function sameTarget(a: Target, b: Target): boolean {
  return a.kind === b.kind && a.key === b.key
}

const KINDS: readonly string[] = ['page', 'view', 'institution', 'complaint', 'metric', 'definition', 'batch'] satisfies Target['kind'][]

function isChoice(value: unknown): value is Choice {
  const { target, label } = (value ?? {}) as Partial<Choice>
  return typeof target?.key === 'string' && KINDS.includes(target.kind) && typeof label?.zh === 'string'
}
