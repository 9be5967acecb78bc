/**
 * A plain model of the ledger's rules: a list of acts, replayed from the start for every question, with nothing stored
 * and nothing clever. The property test holds the product against it.
 */
export type Fields = Partial<{
  receivedOn: string
  institution: number
  category: string | null
  closedOn: string | null
  amount: number | null
}>
export type RefInstitution = { parent: number | null; ranked: boolean; validFrom: string }
export type RefAct =
  | { kind: 'INSTITUTION'; id: number; version: RefInstitution }
  | { kind: 'DEADLINE'; days: number; from: string }
  | { kind: 'IMPORT'; batch: number; take: boolean; fields: (keyof Fields)[]; rows: Map<string, Fields> }
  | { kind: 'CORRECT'; number: string; values: Fields }
  | { kind: 'VOID'; batch: number; withCorrections: boolean }
  | { kind: 'RESTORE'; batch: number }
  | { kind: 'MERGE'; numbers: string[] }
  | { kind: 'SPLIT'; numbers: string[] }
  /** `of`: the place of the correction or step among the acts. */
  | { kind: 'UNDO'; of: number }
  | { kind: 'STEP'; number: string; step: 'CLOSED' | 'REOPENED' | 'WITHDRAWN' | 'REJECTED' | 'EXTENDED'; on: string; until: string | null }
type Said = { number: string; batch: number | null; takes: boolean; values: Fields; active: boolean; undone: boolean; order: number }
type Stepped = Extract<RefAct, { kind: 'STEP' }> & { order: number }
export type RefVersion = {
  number: string
  receivedOn: string
  institution: number
  ranked: number
  category: string | null
  closedOn: string | null
  finish: string | null
  left: string | null
  status: number
  amount: number | null
  dueOn: string
  days: number | null
  onTime: boolean | null
  represents: boolean
}

/** What the ledger holds after these acts, by number. */
export function replayReference(acts: readonly RefAct[]): RefVersion[] {
  const said: Said[] = []
  const voids: { batch: number; taken: Said[]; lifted: boolean }[] = []
  const groups = new Map<string, number>()
  const institutions = new Map<number, RefInstitution[]>()
  const deadlines: { from: string; days: number }[] = [{ from: '0001-01-01', days: 15 }]
  let steps: Stepped[] = []
  let nextGroup = 1
  acts.forEach((act, order) => {
    if (act.kind === 'INSTITUTION')
      institutions.set(act.id, [...(institutions.get(act.id) ?? []).filter((one) => one.validFrom !== act.version.validFrom), act.version])
    if (act.kind === 'DEADLINE') deadlines.push({ from: act.from, days: act.days })
    if (act.kind === 'IMPORT') {
      for (const [number, values] of act.rows) {
        if (asserts(said, number, values, act))
          said.push({ number, batch: act.batch, takes: act.take, values, active: true, undone: false, order })
      }
    }
    if (act.kind === 'CORRECT')
      said.push({ number: act.number, batch: null, takes: false, values: act.values, active: true, undone: false, order })
    if (act.kind === 'STEP') steps.push({ ...act, order })
    if (act.kind === 'UNDO') {
      for (const one of said) if (one.order === act.of) [one.active, one.undone] = [false, true]
      steps = steps.filter((one) => one.order !== act.of)
    }
    if (act.kind === 'VOID') {
      const taken: Said[] = []
      for (const one of said.filter((s) => s.active && s.batch === act.batch)) {
        const corrections = said.filter((s) => s.active && s.batch === null && s.number === one.number)
        if (!act.withCorrections && corrections.some((c) => Object.keys(c.values).some((field) => holds(said, c, field)))) continue
        taken.push(one, ...(act.withCorrections ? corrections : []))
      }
      for (const one of taken) one.active = false
      voids.push({ batch: act.batch, taken, lifted: false })
    }
    if (act.kind === 'RESTORE') {
      const last = voids.filter((v) => v.batch === act.batch && !v.lifted).at(-1)
      if (last) {
        last.lifted = true
        for (const one of last.taken) one.active = !one.undone
      }
    }
    if (act.kind === 'MERGE') {
      const joined = new Set(
        act.numbers.flatMap((number) => [number, ...[...groups].filter(([, g]) => g === groups.get(number)).map(([n]) => n)]),
      )
      for (const number of joined) groups.set(number, nextGroup)
      nextGroup++
    }
    if (act.kind === 'SPLIT') {
      const left = new Set(act.numbers.flatMap((number) => groups.get(number) ?? []))
      for (const number of act.numbers) groups.delete(number)
      for (const group of left) {
        const rest = [...groups].filter(([, g]) => g === group)
        if (rest.length === 1) groups.delete(rest[0]![0])
      }
    }
  })
  return derive(said, groups, institutions, { deadlines, steps })
}

/** A file's row asserts where it says something else than the latest active file, or is taken over a correction. */
function asserts(said: readonly Said[], number: string, values: Fields, act: { take: boolean }): boolean {
  const files = said.filter((one) => one.active && one.batch !== null && one.number === number)
  if (files.length === 0) return true
  const differs = Object.entries(values).some(([field, value]) => {
    const latest = files.findLast((one) => field in one.values)
    return (latest ? latest.values[field as keyof Fields] : null) !== value
  })
  const corrections = said.filter((one) => one.active && one.batch === null && one.number === number)
  const against = Object.entries(values).some(([field, value]) => {
    const held = corrections.findLast((one) => field in one.values && holds(said, one, field))
    return held !== undefined && held.values[field as keyof Fields] !== value
  })
  return differs || (act.take && against)
}

function holds(said: readonly Said[], correction: Said, field: string): boolean {
  return !said.some(
    (one) => one.active && one.takes && one.number === correction.number && one.order > correction.order && field in one.values,
  )
}

function derive(
  said: readonly Said[],
  groups: ReadonlyMap<string, number>,
  institutions: ReadonlyMap<number, RefInstitution[]>,
  { deadlines, steps }: { deadlines: readonly { from: string; days: number }[]; steps: readonly Stepped[] },
): RefVersion[] {
  const versions = [...new Set(said.map((one) => one.number))].flatMap((number): RefVersion[] => {
    const value = <F extends keyof Fields>(field: F): Fields[F] | null => {
      const ours = said.filter((one) => one.active && one.number === number && field in one.values)
      const source = ours.findLast((one) => one.batch === null && holds(said, one, field)) ?? ours.findLast((one) => one.batch !== null)
      return source ? (source.values[field] ?? null) : null
    }
    const receivedOn = value('receivedOn')
    const institution = value('institution')
    if (!receivedOn || !institution) return []
    const closedOn = value('closedOn') ?? null
    const days = deadlines.filter((one) => one.from <= receivedOn).reduce((a, b) => (b.from >= a.from ? b : a)).days
    const stood = standing(
      steps.filter((one) => one.number === number),
      closedOn,
    )
    const dueOn = stood.until ?? plus(receivedOn, days)
    const finish = stood.status === 2 ? stood.on : null
    const between = finish === null ? null : (Date.parse(finish) - Date.parse(receivedOn)) / 86_400_000
    const left = stood.status === 2 || stood.status === 4 ? stood.on : null
    return [
      {
        number,
        receivedOn,
        institution,
        ranked: rankedAbove(institutions, institution, receivedOn),
        category: value('category') ?? null,
        closedOn,
        finish,
        left: left !== null && left < receivedOn ? receivedOn : left,
        status: stood.status,
        amount: value('amount') ?? null,
        dueOn,
        days: between !== null && between >= 0 ? between : null,
        onTime: finish === null ? null : finish <= dueOn,
        represents: true,
      },
    ]
  })
  for (const one of versions) {
    const group = groups.get(one.number)
    if (group === undefined) continue
    const matter = versions.filter(
      (other) => groups.get(other.number) === group && other.ranked === one.ranked && (other.status === 3) === (one.status === 3),
    )
    matter.sort((a, b) => (a.receivedOn < b.receivedOn ? -1 : a.receivedOn > b.receivedOn ? 1 : a.number < b.number ? -1 : 1))
    one.represents = matter[0] === one
  }
  return versions.sort((a, b) => (a.number < b.number ? -1 : 1))
}

/** Where a complaint stands by its steps, the last by day and then by entry; by its column where it has none. */
function standing(steps: readonly Stepped[], closedOn: string | null): { status: number; on: string | null; until: string | null } {
  if (steps.length === 0) return { status: closedOn === null ? 1 : 2, on: closedOn, until: null }
  const ordered = [...steps].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.order - b.order))
  const last = ordered.findLast((one) => one.step !== 'EXTENDED')
  const status = { CLOSED: 2, REJECTED: 3, WITHDRAWN: 4, REOPENED: 1, EXTENDED: 1 }[last?.step ?? 'REOPENED']
  const untils = steps.flatMap((one) => one.until ?? []).sort()
  return { status, on: status === 1 ? null : (last?.on ?? null), until: untils.at(-1) ?? null }
}

function rankedAbove(institutions: ReadonlyMap<number, RefInstitution[]>, id: number, day: string): number {
  for (let node: number | null = id; node !== null;) {
    const versions: RefInstitution[] = [...(institutions.get(node) ?? [])].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
    const held: RefInstitution | undefined = versions.findLast((one) => one.validFrom <= day) ?? versions[0]
    if (!held) return 0
    if (held.ranked) return node
    node = held.parent
  }
  return 0
}

function plus(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}
