/** A stretch of a text, and whether the other text lacks it. */
export type Stretch = { text: string; differs: boolean }

/** Beyond so many single differences two texts are simply different. */
const most = 200

/**
 * Two texts side by side, each cut into what both have and what only it has: the shortest script of insertions and
 * deletions (E. W. Myers, An O(ND) difference algorithm, 1986), character by character.
 */
export function difference(one: string, other: string): [Stretch[], Stretch[]] {
  const [a, b] = [[...one], [...other]]
  const trail = shortest(a, b)
  if (trail === null) return [[{ text: one, differs: true }], [{ text: other, differs: true }]]
  const [ours, theirs] = [a.map(() => true), b.map(() => true)]
  let [x, y] = [a.length, b.length]
  for (let d = trail.length - 1; d >= 0; d -= 1) {
    const at = trail[d] as Map<number, number>
    const k = x - y
    const down = k === -d || (k !== d && (at.get(k - 1) ?? -1) < (at.get(k + 1) ?? -1))
    const from = down ? k + 1 : k - 1
    const [beforeX, beforeY] = d === 0 ? [0, 0] : [at.get(from) ?? 0, (at.get(from) ?? 0) - from]
    while (x > beforeX && y > beforeY) {
      x -= 1
      y -= 1
      ours[x] = false
      theirs[y] = false
    }
    ;[x, y] = [beforeX, beforeY]
  }
  return [stretches(a, ours), stretches(b, theirs)]
}

/** The furthest points by diagonal before each step, or null where the texts have too little in common. */
function shortest(a: readonly string[], b: readonly string[]): Map<number, number>[] | null {
  const trail: Map<number, number>[] = []
  const furthest = new Map<number, number>([[1, 0]])
  for (let d = 0; d <= most; d += 1) {
    trail.push(new Map(furthest))
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1))
      let x = down ? (furthest.get(k + 1) ?? 0) : (furthest.get(k - 1) ?? 0) + 1
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1
      furthest.set(k, x)
      if (x >= a.length && x - k >= b.length) return trail
    }
  }
  return null
}

function stretches(characters: readonly string[], differs: readonly boolean[]): Stretch[] {
  const found: Stretch[] = []
  characters.forEach((character, place) => {
    const last = found.at(-1)
    if (last && last.differs === differs[place]) last.text += character
    else found.push({ text: character, differs: differs[place] ?? false })
  })
  return found
}
