export type Evidence = { samePerson: boolean; sameText: boolean }
/** A complaint of a pair: its group, and the institution that it counts for. */
export type Side = { id: number; receivedOn: string; group: number | null; ranked: number }
/** Two complaints that may be one matter, the earlier received first. */
export type Link = Evidence & { earlier: Side; later: Side; days: number }
/** Two complaints that a person judged to be two matters. */
export type Dismissed = { one: Side; other: Side }
/** Links as of a revision, by the later complaint: one that the person makes and one that the text makes. */
export type KeptLinks = { revision: number; byPerson: ReadonlyMap<number, Link>; byText: ReadonlyMap<number, Link> }
/** `before`: further links of complaints with a dismissed pair. */
export type FoundLinks = { kept: KeptLinks; before: Link[]; dismissed: Dismissed[] }

/** Two matters that may be one, shown by the pair of complaints that says so best. */
export type Candidate = Link

/**
 * One candidate for each two matters that links join, the latest first: by the pair with both kinds of evidence, else
 * equal texts, else the nearest. Two matters with a dismissed pair between them are not proposed.
 */
export function candidatesOf({ kept, before, dismissed }: FoundLinks): Candidate[] {
  const parted = new Set(dismissed.map(({ one, other }) => pairOf(one, other)))
  const plain: Candidate[] = []
  const others: Candidate[] = [...before]
  // Two complaints in no group are two matters by themselves: nearly all, so they are not looked up by name.
  const asked = new Set(before.map(({ later }) => later.id))
  const add = (link: Link): void => {
    const alone = link.earlier.group === null && link.later.group === null && !asked.has(link.later.id)
    if (alone) plain.push(link)
    else others.push(link)
  }
  for (const link of kept.byPerson.values()) add(link)
  for (const link of kept.byText.values()) if (kept.byPerson.get(link.later.id)?.earlier.id !== link.earlier.id) add(link)
  const best = new Map<string, Candidate>()
  for (const link of others) {
    const pair = pairOf(link.earlier, link.later)
    const known = best.get(pair)
    if (!known || isBetter(link, known)) best.set(pair, link)
  }
  const all = best.size === 0 ? plain : [...plain, ...best.values()]
  return (parted.size === 0 ? all : all.filter(({ earlier, later }) => !parted.has(pairOf(earlier, later)))).sort(byLatest)
}

/** The order of the list: the later complaint's day of receipt and id, both from the top. */
export function byLatest(a: { later: Side; earlier: Side }, b: { later: Side; earlier: Side }): number {
  if (a.later.receivedOn !== b.later.receivedOn) return a.later.receivedOn < b.later.receivedOn ? 1 : -1
  return b.later.id - a.later.id || b.earlier.id - a.earlier.id
}

function isBetter(a: Candidate, b: Candidate): boolean {
  const [strengthA, strengthB] = [strengthOf(a), strengthOf(b)]
  if (strengthA !== strengthB) return strengthA > strengthB
  if (a.days !== b.days) return a.days < b.days
  return byLatest(a, b) < 0
}

function strengthOf({ samePerson, sameText }: Evidence): number {
  return samePerson && sameText ? 2 : sameText ? 1 : 0
}

/** A matter's name among those of a register: a complaint in no group is one by itself. */
function matterOf({ id, group, ranked }: Side): string {
  return group === null ? `c${id}` : `g${group}:${ranked}`
}

function pairOf(one: Side, other: Side): string {
  const [a, b] = [matterOf(one), matterOf(other)]
  return a < b ? `${a} ${b}` : `${b} ${a}`
}

/** What is joined when candidates are confirmed: complaints of each group that results, whole groups by one of their members. */
export function joinedBy(candidates: readonly Pick<Link, 'earlier' | 'later'>[]): Side[][] {
  const { nodes, sides } = joining(candidates)
  const joined = new Map<number, Side[]>()
  for (const [node, list] of sides.entries()) {
    const root = rootOf(nodes, node)
    joined.set(root, [...(joined.get(root) ?? []), ...list.values()])
  }
  return [...joined.values()]
}

/** How many groups would become how many: what `joinedBy` would list, counted. */
export function countJoined(candidates: readonly Pick<Link, 'earlier' | 'later'>[]): { joins: number; matters: number } {
  const nodes: number[] = []
  const places = new Map<number, number>()
  let joins = 0
  for (const { earlier, later } of candidates) {
    const [a, b] = [rootOf(nodes, placeIn(nodes, places, earlier)), rootOf(nodes, placeIn(nodes, places, later))]
    if (a === b) continue
    nodes[b] = a
    joins += 1
  }
  return { joins, matters: nodes.length - joins }
}

/** A side's place among the trees, a new one where it has none yet: complaints by their id, groups below zero. */
function placeIn(nodes: number[], places: Map<number, number>, { id, group }: Side): number {
  const name = group === null ? id : -group
  const known = places.get(name)
  if (known !== undefined) return known
  places.set(name, nodes.length)
  nodes.push(nodes.length)
  return nodes.length - 1
}

function joining(candidates: readonly Pick<Link, 'earlier' | 'later'>[]): { nodes: number[]; sides: Map<number, Side>[] } {
  const nodes: number[] = []
  const places = new Map<number, number>()
  const sides: Map<number, Side>[] = []
  for (const { earlier, later } of candidates) {
    const [a, b] = [placeIn(nodes, places, earlier), placeIn(nodes, places, later)]
    ;(sides[a] ??= new Map()).set(earlier.id, earlier)
    ;(sides[b] ??= new Map()).set(later.id, later)
    const [one, other] = [rootOf(nodes, a), rootOf(nodes, b)]
    if (one !== other) nodes[other] = one
  }
  return { nodes, sides }
}

/** The root of a place's tree; the path to it is halved on the way. */
function rootOf(nodes: number[], place: number): number {
  let at = place
  for (let up = nodes[at] as number; up !== at; up = nodes[at] as number) {
    nodes[at] = nodes[up] as number
    at = nodes[at] as number
  }
  return at
}
