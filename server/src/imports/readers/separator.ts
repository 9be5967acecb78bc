/** Separators that files use, in the order in which they win where they divide a file equally well. */
const USUAL = [',', '\t', ';', '|', '，', '；', '｜', '^', '~', '\u0001', '\u001f']
/** May divide a file where none of the usual ones does: signs, but none that stand in dates, names and sentences. */
const ODD = /[!#$%&*@¦§\u0002-\u0008\u001c-\u001e]/gu
const RECORDS = 100

/**
 * What divides the records of a text: the line `sep=` says it; else the separator that gives the most columns to
 * records that agree on their number, titles and notes left aside. A comma where nothing divides.
 */
export function separatorOf(head: string): string {
  const told = /^\uFEFF?"?sep=(.)"?\s*(?:\r|\n|$)/iu.exec(head)?.[1]
  if (told) return told
  let best = { separator: ',', columns: 1, worth: 0 }
  for (const separator of [...USUAL, ...new Set(head.match(ODD))]) {
    const { columns, share } = agreement(head, separator)
    if (columns < 2) continue
    // A sign within sentences agrees with itself at times, but in fewer columns.
    const worth = share * share * Math.log2(columns + 1) * (USUAL.includes(separator) ? 1 : 0.5)
    if (worth > best.worth * 1.0001) best = { separator, columns, worth }
  }
  return best.separator
}

/** How many columns most of the divided records have, and which share of all records that is. */
function agreement(head: string, separator: string): { columns: number; share: number } {
  const counts = new Map<number, number>()
  let records = 0
  for (const columns of columnCounts(head, separator)) {
    records++
    if (columns > 1) counts.set(columns, (counts.get(columns) ?? 0) + 1)
  }
  const [columns, agreeing] = [...counts].sort((a, b) => b[1] * b[0] - a[1] * a[0])[0] ?? [1, 0]
  return { columns, share: records === 0 ? 0 : agreeing / records }
}

/** The number of columns of each of the first records that hold anything; separators and line ends within quotes count for nothing. */
function columnCounts(head: string, separator: string): number[] {
  const counts: number[] = []
  let columns = 1
  let filled = false
  let quoted = false
  let atStart = true
  for (const character of head) {
    if (quoted) quoted = character !== '"'
    else if (character === '\n' || character === '\r') {
      if (filled) counts.push(columns)
      if (counts.length === RECORDS) return counts
      ;[columns, filled, atStart] = [1, false, true]
      continue
    } else if (character === separator) {
      columns++
      atStart = true
      continue
    } else if (character === '"' && atStart) quoted = true
    filled = true
    atStart = false
  }
  // The last record may be cut by the end of the sample.
  if (counts.length === 0 && filled) counts.push(columns)
  return counts
}
