import {
  addFractions,
  compareFractions,
  decimal,
  fraction,
  multiplyFractions,
  subtractFractions,
  type Fraction,
} from '../statistics/index.ts'
import { returnMeasures, type ReturnBreakdown, type ReturnMeasure } from './return-words.ts'

export type CellRole = 'LEAF' | 'SUBTOTAL' | 'TOTAL'

/** One stated value of a return. */
export type StatedCell = {
  breakdown: ReturnBreakdown
  /** Its place in the breakdown, from the top; the empty path is the whole. */
  path: readonly string[]
  /** The other breakdown of a table of two, with the place there. */
  across: ReturnBreakdown | null
  acrossPath: readonly string[]
  role: CellRole
  /** One of which (其中): it adds nothing to the sum above it. */
  partial: boolean
  measure: ReturnMeasure
  unit: string | null
  /** As written, and as a decimal in the measure's unit; null where it is not published. */
  stated: string
  value: string | null
  published: boolean
  /** Where it stood: the words before and above it, and the cell of the sheet. */
  rowLabel: string
  columnLabel: string
  sheet: string | null
  cell: string | null
}

/**
 * SUM: a sum differs from its leaves. TOTALS: two breakdowns of one return come to different totals. SHARE: a stated
 * percentage is not that of the counts. NOT_PUBLISHED: a total above groups that are not all published.
 */
export type DiscrepancyKind = 'SUM' | 'TOTALS' | 'SHARE' | 'NOT_PUBLISHED'
export type Discrepancy = {
  kind: DiscrepancyKind
  /** Index of the cell that it is about. */
  at: number
  /** In whose breakdown the other figure was computed. */
  breakdown: ReturnBreakdown
  stated: Fraction
  computed: Fraction
  /** How many decimals the computed figure is shown with. */
  decimals: number
  /** Of a share: what it is of those cases that the breakdown places anywhere at all. */
  ofPlaced: Fraction | null
}

/** A sum that the form implies and nobody stated. */
export type CompletedSum = { breakdown: ReturnBreakdown; across: ReturnBreakdown | null; value: Fraction }

export type CheckedReturn = {
  /** The return's total: as stated, else (`computed`) of the leaves of its first breakdown. */
  total: Fraction | null
  computed: boolean
  discrepancies: Discrepancy[]
  completed: CompletedSum[]
}

const zero = fraction(0)

/**
 * Compares every sum that the cells imply with its leaves, the totals of the breakdowns with one another, and stated
 * percentages with the counts as far as their decimals reach. A right total above a wrong subtotal is none.
 */
export function checkReturn(cells: readonly StatedCell[]): CheckedReturn {
  const tables = tablesOf(cells)
  const main = tables.find((table) => table.statedTotal() !== null) ?? tables.find((table) => table.leafTotal() !== null) ?? null
  const total = main && (main.statedTotal() ?? main.leafTotal())
  return {
    total,
    computed: main !== null && main.statedTotal() === null,
    discrepancies: [
      ...tables.flatMap((table) => table.wrongSums()),
      ...tables.flatMap((table) => (main && table !== main ? totalsApart(main, table) : [])),
      ...tables.flatMap((table) => table.wrongShares(total)),
    ].sort((a, b) => a.at - b.at),
    completed: tables.flatMap((table) => table.missingTotal()),
  }
}

/** A total that a breakdown does not come to, unless one of the two totals is itself wrong: that is one discrepancy already. */
function totalsApart(main: Table, other: Table): Discrepancy[] {
  const whole = main.statedTotal() ?? main.leafTotal()
  const [mainLeaves, leaves] = [main.leafTotal() ?? whole, other.leafTotal() ?? other.statedTotal()]
  const told = other.statedTotal() ?? leaves
  if (whole === null || mainLeaves === null || leaves === null || told === null || other.hidesLeaves()) return []
  if (compareFractions(whole, told) === 0 || compareFractions(mainLeaves, leaves) === 0) return []
  const kind = other.isPartOfGroups() && compareFractions(told, whole) < 0 ? 'NOT_PUBLISHED' : 'TOTALS'
  return [
    { kind, at: main.totalAt() ?? other.first, breakdown: other.breakdown, stated: whole, computed: told, decimals: 0, ofPlaced: null },
  ]
}

/** The cells of one breakdown, or of two across each other. */
class Table {
  readonly breakdown: ReturnBreakdown
  readonly across: ReturnBreakdown | null
  readonly first: number
  private readonly counts = new Map<string, number>()
  private readonly rows: Axis
  private readonly columns: Axis

  constructor(
    private readonly cells: readonly StatedCell[],
    private readonly own: readonly number[],
  ) {
    const start = cells[own[0] ?? 0] as StatedCell // a table has a cell
    this.breakdown = start.breakdown
    this.across = start.across
    this.first = own[0] ?? 0
    const adding = own.filter((at) => this.isCount(at) && !this.at(at).partial)
    this.rows = new Axis(adding.map((at) => this.at(at).path))
    this.columns = this.across === null ? new Axis([]) : new Axis(adding.map((at) => this.at(at).acrossPath))
    for (const at of own) if (this.isCount(at)) this.counts.set(placeKey(this.at(at).path, this.at(at).acrossPath), at)
  }

  statedTotal(): Fraction | null {
    const at = this.totalAt()
    return at === null ? null : valueOf(this.at(at))
  }

  totalAt(): number | null {
    const at = this.counts.get(placeKey([], []))
    return at !== undefined && this.at(at).value !== null ? at : null
  }

  leafTotal(): Fraction | null {
    return this.fromLeaves([], [])
  }

  missingTotal(): CompletedSum[] {
    const value = this.statedTotal() === null && !this.hidesLeaves() ? this.leafTotal() : null
    return value === null ? [] : [{ breakdown: this.breakdown, across: this.across, value }]
  }

  /** A leaf that is not published leaves the sum above it open. */
  hidesLeaves(): boolean {
    return this.own.some((at) => this.isCount(at) && !this.at(at).published)
  }

  /** Groups of institutions without the rest of them: the others are not published. */
  isPartOfGroups(): boolean {
    return this.breakdown === 'peerGroup' && !this.rows.leaves([]).some((path) => /^其他|^other/i.test(path.at(-1) ?? ''))
  }

  wrongSums(): Discrepancy[] {
    return this.own.flatMap((at) => {
      const cell = this.at(at)
      const stated = valueOf(cell)
      if (!this.isCount(at) || cell.partial || stated === null || !this.isSum(cell) || this.hasHidden(cell)) return []
      const computed = this.fromLeaves(cell.path, cell.acrossPath)
      if (computed === null || compareFractions(stated, computed) === 0) return []
      const partOfGroups = cell.path.length === 0 && this.isPartOfGroups() && compareFractions(computed, stated) < 0
      const kind = partOfGroups ? 'NOT_PUBLISHED' : 'SUM'
      return [{ kind, at, breakdown: this.breakdown, stated, computed, decimals: decimalsOf(cell), ofPlaced: null }]
    })
  }

  wrongShares(total: Fraction | null): Discrepancy[] {
    return this.own.flatMap((at) => {
      const cell = this.at(at)
      const stated = valueOf(cell)
      const count = cell.measure === 'share' && stated !== null ? this.countAt(cell.path, cell.acrossPath) : null
      if (count === null || stated === null) return []
      const shares = this.bases(cell, total).map((base) => percent(count, base))
      const [computed] = shares
      if (!computed || shares.some((share) => isWithin(stated, share, decimalsOf(cell)))) return []
      const placed = this.placed(cell)
      const ofPlaced = placed && compareFractions(count, placed) <= 0 && cell.path.length > 0 ? percent(count, placed) : null
      const decimals = Math.min(6, Math.max(1, decimalsOf(cell)))
      return [{ kind: 'SHARE', at, breakdown: this.breakdown, stated, computed, decimals, ofPlaced }]
    })
  }

  /** What a share may be taken of: the whole as stated or as computed; in a table of two its own row or column too. */
  private bases(cell: StatedCell, total: Fraction | null): Fraction[] {
    const wholes = [this.statedTotal(), total, this.leafTotal()]
    const lines = this.across === null ? [] : [this.countAt(cell.path, []), this.countAt([], cell.acrossPath)]
    return [...wholes, ...lines].filter((base): base is Fraction => base !== null && base.numerator > 0n)
  }

  /** The leaves that name a place; what stands under 其他, 其余, 另 is placed nowhere. */
  private placed(cell: StatedCell): Fraction | null {
    const named = this.rows.leaves([]).filter((path) => !/^(其他|其余|另|未|other|rest)/i.test(path.at(-1) ?? ''))
    const columns = this.columns.leaves(cell.acrossPath)
    const values = named.flatMap((row) => columns.flatMap((column) => this.stated(row, column) ?? []))
    return values.length === 0 ? null : values.reduce(addFractions, zero)
  }

  private countAt(path: readonly string[], acrossPath: readonly string[]): Fraction | null {
    return this.stated(path, acrossPath) ?? this.fromLeaves(path, acrossPath)
  }

  /** Whatever leaves lie under a place; a row that tells no leaves counts with its own sum. Null: there are none. */
  private fromLeaves(path: readonly string[], acrossPath: readonly string[]): Fraction | null {
    const columns = this.columns.leaves(acrossPath)
    let sum: Fraction | null = null
    for (const row of this.rows.leaves(path)) {
      const values = columns.flatMap((column) => this.stated(row, column) ?? [])
      const own = values.length > 0 || samePath(row, path) ? null : this.stated(row, acrossPath)
      for (const value of own === null ? values : [own]) sum = addFractions(sum ?? zero, value)
    }
    return sum
  }

  private hasHidden(cell: StatedCell): boolean {
    if (!this.hidesLeaves()) return false
    return this.own.some((at) => {
      const { path, acrossPath, published } = this.at(at)
      return this.isCount(at) && !published && isUnder(path, cell.path) && isUnder(acrossPath, cell.acrossPath)
    })
  }

  private isSum({ path, acrossPath }: StatedCell): boolean {
    return !this.rows.isLeaf(path) || (this.across !== null && !this.columns.isLeaf(acrossPath))
  }

  private stated(path: readonly string[], acrossPath: readonly string[]): Fraction | null {
    const at = this.counts.get(placeKey(path, acrossPath))
    return at === undefined ? null : valueOf(this.at(at))
  }

  private isCount(at: number): boolean {
    return returnMeasures[this.at(at).measure].adds
  }

  private at(index: number): StatedCell {
    return this.cells[index] as StatedCell // an index of its own
  }
}

/** The places of one breakdown: which are leaves, and which leaves lie under a place. */
class Axis {
  private readonly paths = new Map<string, readonly string[]>()
  private readonly inner = new Set<string>([pathKey([])])
  private readonly under = new Map<string, (readonly string[])[]>()

  constructor(paths: readonly (readonly string[])[]) {
    for (const path of paths) {
      this.paths.set(pathKey(path), path)
      for (let length = 1; length < path.length; length++) this.inner.add(pathKey(path.slice(0, length)))
    }
    // A breakdown of nothing but the whole, or none at all, is one leaf.
    if ([...this.paths.values()].every((path) => path.length === 0)) this.inner.clear()
    if (this.paths.size === 0) this.paths.set(pathKey([]), [])
    for (const path of this.paths.values()) {
      if (!this.isLeaf(path)) continue
      for (let length = 0; length <= path.length; length++) {
        const key = pathKey(path.slice(0, length))
        const list = this.under.get(key)
        if (list) list.push(path)
        else this.under.set(key, [path])
      }
    }
  }

  isLeaf(path: readonly string[]): boolean {
    return !this.inner.has(pathKey(path))
  }

  leaves(path: readonly string[]): readonly (readonly string[])[] {
    return this.under.get(pathKey(path)) ?? []
  }
}

function tablesOf(cells: readonly StatedCell[]): Table[] {
  const groups = new Map<string, number[]>()
  cells.forEach((cell, at) => {
    const key = `${cell.breakdown} ${cell.across ?? ''}`
    const group = groups.get(key)
    if (group) group.push(at)
    else groups.set(key, [at])
  })
  return [...groups.values()].map((own) => new Table(cells, own))
}

/** Every cell's role among its return's: the whole, a place above others, or a leaf. A subtotal of either side wins. */
export function rolesOf(cells: readonly Omit<StatedCell, 'role'>[]): CellRole[] {
  const axes = new Map<string, Axis>()
  const axisOf = (name: ReturnBreakdown, pick: (cell: Omit<StatedCell, 'role'>) => readonly string[], side: string) => {
    const key = `${side} ${name}`
    const known = axes.get(key)
    if (known) return known
    const made = new Axis(cells.filter((cell) => !cell.partial && (side === 'rows' ? cell.breakdown : cell.across) === name).map(pick))
    axes.set(key, made)
    return made
  }
  return cells.map((cell) => {
    const row = roleOn(
      axisOf(cell.breakdown, (one) => one.path, 'rows'),
      cell.path,
    )
    const column =
      cell.across === null
        ? 'LEAF'
        : roleOn(
            axisOf(cell.across, (one) => one.acrossPath, 'columns'),
            cell.acrossPath,
          )
    if (row === 'SUBTOTAL' || column === 'SUBTOTAL') return 'SUBTOTAL'
    return row === 'TOTAL' || column === 'TOTAL' ? 'TOTAL' : 'LEAF'
  })
}

function roleOn(axis: Axis, path: readonly string[]): CellRole {
  if (path.length === 0) return 'TOTAL'
  return axis.isLeaf(path) ? 'LEAF' : 'SUBTOTAL'
}

export function decimalsOf({ value }: Pick<StatedCell, 'value'>): number {
  return value?.split('.')[1]?.length ?? 0
}

function valueOf({ value }: StatedCell): Fraction | null {
  return value === null ? null : decimal(value)
}

function percent(count: Fraction, base: Fraction): Fraction {
  return multiplyFractions(count, fraction(base.denominator * 100n, base.numerator))
}

/** Whether a printed figure may stand for the exact one: half a unit of its last decimal, either way. Floats reach no further than six. */
function isWithin(stated: Fraction, exact: Fraction, decimals: number): boolean {
  const difference = subtractFractions(stated, exact)
  const size = difference.numerator < 0n ? { ...difference, numerator: -difference.numerator } : difference
  return compareFractions(size, fraction(1, 2n * 10n ** BigInt(Math.min(decimals, 6)))) <= 0
}

function pathKey(path: readonly string[]): string {
  return path.join('\u001f')
}

function placeKey(path: readonly string[], acrossPath: readonly string[]): string {
  return `${pathKey(path)}\u001e${pathKey(acrossPath)}`
}

function samePath(a: readonly string[], b: readonly string[]): boolean {
  return pathKey(a) === pathKey(b)
}

function isUnder(path: readonly string[], above: readonly string[]): boolean {
  return path.length >= above.length && above.every((part, index) => part === path[index])
}
