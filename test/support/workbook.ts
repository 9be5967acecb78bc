import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'

/** A folder for files of a test; `drop()` removes it. */
export function testFolder(): { file(name: string, content: string | Buffer): string; drop(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'mingjing-'))
  return {
    file(name, content) {
      const path = join(folder, name)
      writeFileSync(path, content)
      return path
    },
    drop: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A zip of parts, deflated, as writers of workbooks make it. `break`: a part whose checksum is wrong. */
export function zipOf(parts: Record<string, string | Buffer>, options: { break?: string } = {}): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(parts)) {
    const plain = typeof text === 'string' ? Buffer.from(text) : text
    const packed = deflateRawSync(plain)
    const sum = (crc32(plain) ^ (options.break === name ? 1 : 0)) >>> 0
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(20, 4)
    head.writeUInt16LE(8, 8)
    head.writeUInt32LE(sum, 14)
    head.writeUInt32LE(packed.length, 18)
    head.writeUInt32LE(plain.length, 22)
    head.writeUInt16LE(Buffer.byteLength(name), 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(20, 6)
    head.copy(entry, 10, 8, 30)
    entry.writeUInt16LE(Buffer.byteLength(name), 28)
    entry.writeUInt32LE(offset, 42)
    local.push(head, Buffer.from(name), packed)
    central.push(entry, Buffer.from(name))
    offset += 30 + Buffer.byteLength(name) + packed.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(parts).length, 8)
  end.writeUInt16LE(Object.keys(parts).length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, directory, end])
}

type WorkbookParts = {
  sheets: Record<string, string>
  strings?: string
  styles?: string
  from1904?: boolean
  prefix?: boolean
  break?: string
}

/** A workbook from the XML of its sheets' data (`<row>…` and what follows `</sheetData>` after a `|`). */
export function workbookOf(parts: WorkbookParts): Buffer {
  return zipOf(workbookParts(parts), parts.break ? { break: parts.break } : {})
}

/** The parts of such a workbook, before they are packed. */
export function workbookParts({
  sheets,
  strings = '',
  styles = '',
  from1904 = false,
  prefix = false,
}: WorkbookParts): Record<string, string> {
  const names = Object.keys(sheets)
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const tag = prefix ? 'x:' : ''
  const space = prefix ? `xmlns:x="${main}"` : `xmlns="${main}"`
  const parts: Record<string, string> = {
    '_rels/.rels': `<Relationships><Relationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<${tag}workbook ${space} xmlns:r="${relations}"><${tag}workbookPr date1904="${from1904 ? 1 : 0}"/><${tag}sheets>${names.map((name, index) => `<${tag}sheet name="${name}" sheetId="${index + 1}" r:id="s${index + 1}"/>`).join('')}</${tag}sheets></${tag}workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names.map((_, index) => `<Relationship Id="s${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join('')}<Relationship Id="st" Type="${relations}/styles" Target="styles.xml"/><Relationship Id="ss" Type="${relations}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}">${styles}</styleSheet>`,
    'xl/sharedStrings.xml': `<sst xmlns="${main}">${strings}</sst>`,
  }
  names.forEach((name, index) => {
    const [rows = '', after = ''] = (sheets[name] ?? '').split('|')
    parts[`xl/worksheets/sheet${index + 1}.xml`] =
      `<${tag}worksheet ${space}><${tag}sheetData>${rows}</${tag}sheetData>${after}</${tag}worksheet>`
  })
  return parts
}

type Written = string | number | null

/** A workbook of plain sheets: rows of texts and numbers, and ranges drawn as one (`A1:C1`). */
export function sheetsOf(sheets: Record<string, { rows: Written[][]; merged?: string[] }>): Buffer {
  const cell = (value: Written, row: number, column: number): string => {
    if (value === null || value === '') return ''
    const name = `${String.fromCharCode(65 + column)}${row + 1}`
    return typeof value === 'number'
      ? `<c r="${name}"><v>${value}</v></c>`
      : `<c r="${name}" t="inlineStr"><is><t xml:space="preserve">${value.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</t></is></c>`
  }
  const entries = Object.entries(sheets).map(([name, { rows, merged = [] }]) => {
    const data = rows
      .map((line, row) => `<row r="${row + 1}">${line.map((value, column) => cell(value, row, column)).join('')}</row>`)
      .join('')
    const ranges = merged.length > 0 ? `<mergeCells>${merged.map((range) => `<mergeCell ref="${range}"/>`).join('')}</mergeCells>` : ''
    return [name, `${data}|${ranges}`] as const
  })
  return workbookOf({ sheets: Object.fromEntries(entries) })
}
