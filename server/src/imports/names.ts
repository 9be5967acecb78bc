import { likeWord, tidy } from './written.ts'

/** An institution as names are looked up: `id` is any value the caller knows it by. */
export type Named = { id: number; key?: string; name: string; aliases: readonly string[]; code: string | null }

/** Which institution a written name means: exact name or code, alias, then both after normalisation. */
export class NameIndex {
  private readonly levels: Map<string, number | null>[] = [new Map(), new Map(), new Map(), new Map()]
  private readonly known = new Map<string, number | null>()
  private readonly named: readonly Named[]
  private pairs: Set<string>[][] | null = null

  constructor(named: readonly Named[]) {
    this.named = named
    for (const { id, name, aliases, code } of named) {
      this.add(0, tidy(name), id)
      if (code) this.add(0, tidy(code), id)
      this.add(2, plainName(name), id)
      for (const alias of aliases) {
        this.add(1, tidy(alias), id)
        this.add(3, plainName(alias), id)
      }
    }
  }

  /** The id, or null where the name is unknown or means more than one institution. */
  find(written: string): number | null {
    const known = this.known.get(written)
    if (known !== undefined) return known
    const found = this.search(tidy(written))
    if (this.known.size > 50_000) this.known.clear()
    this.known.set(written, found)
    return found
  }

  /** Names that look like the one written, best first. They are proposals and decide nothing. */
  similar(written: string, limit = 3): { id: number; name: string; likeness: number }[] {
    const pairs = pairsOf(plainName(written))
    if (pairs.size === 0) return []
    this.pairs ??= this.named.map(({ name, aliases }) => [name, ...aliases].map((one) => pairsOf(plainName(one))))
    const known = this.pairs
    return this.named
      .map(({ id, name }, index) => ({ id, name, likeness: Math.max(...(known[index] ?? []).map((one) => dice(pairs, one))) }))
      .filter((one) => one.likeness >= 0.5)
      .sort((a, b) => b.likeness - a.likeness || (a.name < b.name ? -1 : 1))
      .slice(0, limit)
  }

  private search(written: string): number | null {
    const plain = plainName(written)
    for (const [level, map] of this.levels.entries()) {
      const found = map.get(level < 2 ? written : plain)
      // A name of two institutions at one level is nobody's.
      if (found !== undefined) return found
    }
    return null
  }

  private add(level: number, name: string, id: number): void {
    if (name === '') return
    const map = this.levels[level] as Map<string, number | null>
    const before = map.get(name)
    map.set(name, before === undefined || before === id ? id : null)
  }
}

/** A name without white space, width, case, brackets and the words of its legal form. */
export function plainName(name: string): string {
  return likeWord(name)
    .replace(/[()[\]{}〔〕【】《》〈〉「」『』"'“”‘’·•・,，.。\-—_]+/gu, '')
    .replace(/股份有限公司|有限责任公司|股份公司|有限公司|集团公司/g, '')
}

export function pairsOf(text: string): Set<string> {
  const pairs = new Set<string>()
  for (let i = 0; i + 1 < text.length; i++) pairs.add(text.slice(i, i + 2))
  return pairs
}

export function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  let common = 0
  for (const pair of a) if (b.has(pair)) common++
  return (2 * common) / (a.size + b.size)
}
