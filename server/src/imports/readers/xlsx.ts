import { SaxesParser } from 'saxes'
import { Refusal } from '../refusal.ts'
import type { Book, Sheet } from './cells.ts'
import { attribute, dateStyles, localName, plainText } from './styles.ts'
import { readSheet } from './xlsx-sheet.ts'
import { openCheckedZip, type CheckedZip } from './zip.ts'

/** Opens a workbook: its visible and hidden sheets in their order. Throws `Refusal`. */
export async function openXlsx(path: string, fileBytes: number): Promise<Book> {
  const zip = await openCheckedZip(path, fileBytes)
  try {
    return await describe(zip)
  } catch (error) {
    zip.close()
    throw error instanceof Refusal ? error : new Refusal('DAMAGED', { zh: '(工作簿)', en: '(the workbook)' })
  }
}

async function describe(zip: CheckedZip): Promise<Book> {
  refuseOthers(zip)
  const main = await mainPart(zip)
  const folder = main.slice(0, main.lastIndexOf('/') + 1)
  const { sheets, from1904 } = readWorkbook(await zip.text(main))
  const links = readLinks(await zip.text(`${folder}_rels/${main.slice(folder.length)}.rels`), folder)
  const part = (suffix: string) => [...links.values()].find((target) => target.type.endsWith(`/${suffix}`))?.path
  const styles = part('styles')
  const dates = styles && zip.has(styles) ? dateStyles(await zip.text(styles)) : []
  const stringsPart = part('sharedStrings')
  const strings = stringsPart && zip.has(stringsPart) ? await readStrings(zip, stringsPart) : []
  const read = new Set<string>()
  return {
    format: 'xlsx',
    from1904,
    encoding: null,
    sheets: sheets.flatMap(({ name, link }): Sheet[] => {
      const target = links.get(link)
      if (target && /\/xl(Intl)?Macrosheet$/i.test(target.type)) throw new Refusal('MACROS')
      // A chart sheet has no cells to read.
      if (!target || !target.type.endsWith('/worksheet')) return []
      // No writer gives two sheets one part; a made file may give a million.
      if (read.has(target.path)) return []
      read.add(target.path)
      const context = { strings, dates, from1904 }
      return [{ name, merged: zip.merged(target.path), read: () => readSheet(() => zip.stream(target.path), context) }]
    }),
    close: () => zip.close(),
  }
}

/** What else comes as a zip: documents, presentations, workbooks of other programs, files packed together; and macros. */
const OTHERS: [part: RegExp, zh: string, en: string][] = [
  [/^word\//, 'Word 文档', 'a Word document'],
  [/^ppt\//, 'PowerPoint 演示文稿', 'a PowerPoint presentation'],
  [/^xl\/workbook\.bin$/, '.xlsb,请另存为 .xlsx', '.xlsb: save it as .xlsx'],
  [/^content\.xml$/, 'ODS,请另存为 .xlsx', 'ODS: save it as .xlsx'],
  [/\.(xlsx?|csv|txt)$/, '压缩包,请先解压', 'an archive: unpack it first'],
]

function refuseOthers(zip: CheckedZip): void {
  const names = zip.names()
  if (names.some((name) => /(^|\/)vbaproject\.bin$|^xl\/macrosheets\//.test(name))) throw new Refusal('MACROS')
  if (names.some((name) => name.endsWith('workbook.xml'))) return
  const other = OTHERS.find(([part]) => names.some((name) => part.test(name)))
  throw other ? new Refusal('UNKNOWN_FORMAT', { zh: `(${other[1]})`, en: `(${other[2]})` }) : new Refusal('UNKNOWN_FORMAT')
}

/** The workbook's part, as the package's own relations name it. */
async function mainPart(zip: CheckedZip): Promise<string> {
  if (!zip.has('_rels/.rels')) return 'xl/workbook.xml'
  const links = readLinks(await zip.text('_rels/.rels'), '')
  return [...links.values()].find((target) => target.type.endsWith('/officeDocument'))?.path ?? 'xl/workbook.xml'
}

function readWorkbook(xml: string): { sheets: { name: string; link: string }[]; from1904: boolean } {
  const sheets: { name: string; link: string }[] = []
  let from1904 = false
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => {
    const name = localName(tag)
    if (name === 'workbookPr') from1904 = ['1', 'true', 'on'].includes(attribute(tag, 'date1904') ?? '')
    if (name !== 'sheet') return
    const link = Object.entries(tag.attributes).find(([key]) => key === 'id' || key.endsWith(':id'))?.[1] ?? ''
    sheets.push({ name: attribute(tag, 'name') ?? '', link })
  })
  parser.write(xml).close()
  return { sheets, from1904 }
}

/** Relations of a part: id → type and the path of its target inside the zip. */
function readLinks(xml: string, folder: string): Map<string, { type: string; path: string }> {
  const links = new Map<string, { type: string; path: string }>()
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => {
    if (localName(tag) !== 'Relationship' || attribute(tag, 'TargetMode') === 'External') return
    const target = attribute(tag, 'Target') ?? ''
    const path = target.startsWith('/') ? target.slice(1) : plainPath(folder + target)
    links.set(attribute(tag, 'Id') ?? '', { type: attribute(tag, 'Type') ?? '', path })
  })
  parser.write(xml).close()
  return links
}

function plainPath(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

/** The shared strings, without the phonetic reading (`rPh`) that some of them carry. */
async function readStrings(zip: CheckedZip, part: string): Promise<string[]> {
  const strings: string[] = []
  let text = ''
  let inText = false
  let inReading = 0
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => {
    const name = localName(tag)
    if (name === 'si') text = ''
    else if (name === 'rPh') inReading++
    else if (name === 't') inText = inReading === 0
  })
  parser.on('text', (piece) => {
    if (inText) text += piece
  })
  parser.on('closetag', (tag) => {
    const name = localName(tag)
    if (name === 't') inText = false
    else if (name === 'rPh') inReading--
    else if (name === 'si') strings.push(plainText(text))
  })
  const decoder = new TextDecoder()
  for await (const chunk of (await zip.stream(part)) as AsyncIterable<Buffer>) parser.write(decoder.decode(chunk, { stream: true }))
  parser.close()
  return strings
}
