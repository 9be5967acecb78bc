import { SaxesParser, type SaxesTagPlain } from 'saxes'

/** Formats that Excel knows by number and that show a day or a time; 27-36 and 50-58 are the Chinese ones. */
const BUILT_IN_DATES = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const

/**
 * For each cell style of a workbook whether it shows a date. `xml` is the part styles.xml.
 */
export function dateStyles(xml: string): boolean[] {
  const own = new Map<number, string>()
  const styles: boolean[] = []
  let inCellFormats = false
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => {
    const name = localName(tag)
    if (name === 'numFmt') own.set(Number(attribute(tag, 'numFmtId')), attribute(tag, 'formatCode') ?? '')
    else if (name === 'cellXfs') inCellFormats = true
    else if (name === 'xf' && inCellFormats) styles.push(showsDate(Number(attribute(tag, 'numFmtId') ?? 0), own))
  })
  parser.on('closetag', (tag) => {
    if (localName(tag) === 'cellXfs') inCellFormats = false
  })
  parser.write(xml).close()
  return styles
}

/** The name of an element without the prefix that some writers put before it. */
export function localName(tag: { name: string }): string {
  const colon = tag.name.indexOf(':')
  return colon < 0 ? tag.name : tag.name.slice(colon + 1)
}

export function attribute(tag: SaxesTagPlain, name: string): string | undefined {
  return tag.attributes[name]
}

function showsDate(id: number, own: Map<number, string>): boolean {
  const code = own.get(id)
  if (code !== undefined) return isDateFormat(code)
  return BUILT_IN_DATES.some(([from, to]) => id >= from && id <= to)
}

/** A format shows a date where a y, m, d, h or s stands outside quotes, brackets (other than [h], [m], [s]) and escapes. */
export function isDateFormat(code: string): boolean {
  const bare = code
    .replace(/"[^"]*"?/g, '')
    .replace(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '')
    .replace(/[\\_*]./g, '')
    .split(';')[0] as string
  return /[ymdhs]/i.test(bare) && !/^general$/i.test(bare.trim())
}

/** `_x000D_` stands for the character that XML cannot hold, `_x005F_` for the underscore before such a code. */
export function plainText(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
