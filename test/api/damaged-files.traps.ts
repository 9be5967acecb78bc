import { zipOf, workbookOf, workbookParts } from '../support/workbook.ts'
import { containerOf, oldWorkbook } from '../support/ledger-files.ts'

/** What comes of a trap: the reason of a refusal, or how many rows are new and why others are not taken. */
type Expected = string | { new: number; rejected: string[] }
type Trap = [name: string, content: () => Buffer | string, expected: Expected]

const HEAD = '编号,收到日期,机构名称,内容摘要,涉及金额(元)'
const PLAIN = Array.from({ length: 40 }, (_, at) => `P${at},2025-01-02,甲银行,柜面排队,1`)
const csv = (...rows: string[]): string => [HEAD, ...rows].join('\n')
const inline = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`
const rowOf = (at: number | string, ...cells: string[]): string => `<row r="${at}">${cells.map(inline).join('')}</row>`
const heading = rowOf(1, ...HEAD.split(','))
const good = rowOf(2, '1', '2025-01-02', '甲银行', '内容', '1')
const sheet = (xml: string): Buffer => workbookOf({ sheets: { 台账: xml } })
const page = (rows: string): string =>
  `<table><tr>${HEAD.split(',')
    .map((cell) => `<th>${cell}`)
    .join('')}</tr>${rows}</table>`
const read = (fresh: number, ...rejected: string[]): Expected => ({ new: fresh, rejected })

/** A workbook with one part written anew. */
function withPart(name: string, content: string): Buffer {
  return zipOf({ ...workbookParts({ sheets: { 台账: heading + good } }), [name]: content })
}

export function traps(): Trap[] {
  return [...inText(), ...inWorkbooks(), ...inOldWorkbooks(), ...inPages()]
}

function inText(): Trap[] {
  const long = '字'.repeat(32_768)
  return [
    ['a million quotation marks', () => csv(`1,2025-01-02,甲银行,${'"'.repeat(1_000_000)},1`), read(0, 'TOO_LONG')],
    ['a quotation mark that never ends', () => csv(`1,2025-01-02,甲银行,"${'x\n'.repeat(2_000_000)}`), 'UNCLOSED_QUOTE'],
    [
      'a number of 900,000 digits',
      () => csv(`1,2025-01-02,甲银行,,${'9'.repeat(900_000)}`, '2,2025-01-03,甲银行,,1'),
      read(1, 'TOO_LONG', 'NOT_A_NUMBER'),
    ],
    ['a date of 900,000 digits', () => csv(`1,${'2'.repeat(900_000)},甲银行,,1`), read(0, 'TOO_LONG', 'IMPOSSIBLE_DATE')],
    [
      '250,000 digits apart, in every tenth row',
      () => csv(...Array.from({ length: 40 }, (_, row) => `${row},2025-01-02,甲银行,${row % 10 ? '' : '1 '.repeat(250_000)},1`)),
      read(36, ...Array<string>(4).fill('TOO_LONG')),
    ],
    [
      'a cell of 32,768 characters, one of 32,767',
      () => csv(`1,2025-01-02,甲银行,${long},1`, `2,2025-01-02,甲银行,${long.slice(1)},1`),
      read(1, 'TOO_LONG'),
    ],
    [
      'NUL in cells and headings',
      () => csv('1\0,2025-01\0-02,甲\0银行,内容,1', '2,2025-01-0x\0,甲银行,,1', ...PLAIN).replace('收到日期', '收到\0日期'),
      read(41, 'IMPOSSIBLE_DATE'),
    ],
    ['nothing but NUL', () => Buffer.alloc(100_000), 'UNKNOWN_FORMAT'],
    ['nothing but line ends', () => '\n'.repeat(1_000_000), 'NO_HEADINGS'],
    ['nothing but separators', () => `${','.repeat(900)}\n`.repeat(2000), 'NO_HEADINGS'],
    ['two million columns', () => `${HEAD}${',x'.repeat(2_000_000)}\n`, 'TOO_MANY_COLUMNS'],
    [
      'half of a surrogate pair in UTF-16',
      () => Buffer.from(`\ufeff${csv('1,2025-01-02,甲银行,\ud83d,1', '2,2025-13-02\udc00,甲银行,,1')}`, 'utf16le'),
      read(1, 'IMPOSSIBLE_DATE'),
    ],
    [
      'days past every calendar',
      () => csv('1,9999999999-01-01,甲银行,,1', '2,0000-00-00,甲银行,,1', '3,2025-01-02,甲银行,,1e308'),
      read(0, 'IMPOSSIBLE_DATE', 'IMPOSSIBLE_DATE', 'NOT_A_NUMBER'),
    ],
  ]
}

function inWorkbooks(): Trap[] {
  const parts = workbookParts({ sheets: { 台账: heading + good } })
  const manySheets = Array.from({ length: 100_000 }, (_, at) => `<sheet name="台账" sheetId="${at}" r:id="s1"/>`).join('')
  return [
    ['XML of 200,000 levels', () => sheet('<a>'.repeat(200_000)), 'DAMAGED'],
    [
      'entities that declare entities',
      () =>
        withPart(
          'xl/worksheets/sheet1.xml',
          `<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>`,
        ),
      'DAMAGED',
    ],
    [
      'an entity of the file system',
      () =>
        withPart(
          'xl/worksheets/sheet1.xml',
          `<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&f;</t></is></c></row></sheetData></worksheet>`,
        ),
      'DAMAGED',
    ],
    [
      'a number of 900,000 digits in a cell',
      () =>
        sheet(`${heading}<row r="2">${['1', '2025-01-02', '甲银行', ''].map(inline).join('')}<c><v>${'9'.repeat(900_000)}</v></c></row>`),
      read(0, 'TOO_LONG', 'NOT_A_NUMBER'),
    ],
    ['a cell of 2 MB', () => sheet(heading + rowOf(2, '1', '2025-01-02', '甲银行', 'x'.repeat(2_000_000))), 'TOO_LONG_ELEMENT'],
    [
      'strings that are not there',
      () =>
        sheet(`${heading + good}<row r="3"><c t="s"><v>99999999</v></c><c t="s"><v>-1</v></c><c t="s"><v>x</v></c><c><v>1</v></c></row>`),
      read(1, 'MISSING_DATE', 'MISSING_INSTITUTION'),
    ],
    [
      'shared strings past all measure',
      () => withPart('xl/sharedStrings.xml', `<sst>${'<si><t>x</t></si>'.repeat(17_000_000)}</sst>`),
      'TOO_MANY_STRINGS',
    ],
    ['a size that is a lie', () => lying(), 'DAMAGED'],
    [
      'dimensions that are a lie',
      () =>
        zipOf({
          ...parts,
          'xl/worksheets/sheet1.xml': `<worksheet><dimension ref="A1:XFD1048576"/><sheetData>${heading + good}</sheetData></worksheet>`,
        }),
      read(1),
    ],
    ['rows past all measure', () => sheet(heading + rowOf(900_000_000, '1', '2025-01-02', '甲银行')), 'TOO_MANY_ROWS'],
    ['rows before the first', () => sheet(heading + rowOf('-1', '1', '2025-01-02', '甲银行')), 'DAMAGED'],
    ['columns past all measure', () => sheet(`${heading}<row r="2"><c r="ZZZZZZ2"><v>1</v></c></row>`), 'TOO_MANY_COLUMNS'],
    ['a cell that is nowhere', () => sheet(`${heading}<row r="2"><c r="2"><v>1</v></c></row>`), 'DAMAGED'],
    [
      '100,000 ranges over one another',
      () => sheet(`${heading + good}|<mergeCells>${'<mergeCell ref="A1:AMJ1048576"/>'.repeat(100_000)}</mergeCells>`),
      read(1),
    ],
    [
      '100,000 sheets that are one',
      () => zipOf({ ...parts, 'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${manySheets}</sheets></workbook>` }),
      read(1),
    ],
    [
      'a workbook that is its own sheet',
      () =>
        zipOf({
          ...parts,
          'xl/_rels/workbook.xml.rels': (parts['xl/_rels/workbook.xml.rels'] ?? '').replace('worksheets/sheet1.xml', 'workbook.xml'),
        }),
      'NO_HEADINGS',
    ],
    [
      'characters that cannot be kept',
      () =>
        sheet(
          heading + rowOf(2, '1_x0000_', '2025-01-02', '甲_x0000_银行', '半_xD800_个') + rowOf(3, '2', '2025-1x_xDC00__x0000_', '甲银行'),
        ),
      read(1, 'IMPOSSIBLE_DATE'),
    ],
    [
      'days past every calendar in cells',
      () =>
        workbookOf({
          styles: '<cellXfs><xf numFmtId="14"/></cellXfs>',
          sheets: { s: `${heading}<row r="2"><c t="inlineStr"><is><t>1</t></is></c><c s="0"><v>1e308</v></c>${inline('甲银行')}</row>` },
        }),
      read(0, 'IMPOSSIBLE_DATE'),
    ],
    ['a bomb', () => withPart('xl/bomb.xml', `<a>${'<b/>'.repeat(10_000_000)}</a>`), 'INFLATES_TOO_MUCH'],
    [
      'a picture with a wrong checksum',
      () => zipOf({ ...parts, 'xl/media/image1.png': 'x' }, { break: 'xl/media/image1.png' }),
      'WRONG_CHECKSUM',
    ],
  ]
}

/** A part that inflates to more than it declares. */
function lying(): Buffer {
  const file = sheet(heading + good)
  const directory = file.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
  file.writeUInt32LE(10, directory + 24)
  return file
}

function inOldWorkbooks(): Trap[] {
  const cyclic = (): Buffer => {
    const file = oldWorkbook()
    // The sector table follows the header; every sector becomes the one before it.
    const table = 512 * (1 + file.readUInt32LE(76))
    for (let at = 0; at < 512; at += 4) file.writeUInt32LE(Math.max(0, at / 4 - 1), table + at)
    return file
  }
  const record = (type: number, body: Buffer): Buffer => {
    const head = Buffer.alloc(4)
    head.writeUInt16LE(type, 0)
    head.writeUInt16LE(body.length, 2)
    return Buffer.concat([head, body])
  }
  const begin = (kind: number): Buffer => record(0x0809, Buffer.from([0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
  const end = record(0x0a, Buffer.alloc(0))
  return [
    ['sectors that follow one another for ever', cyclic, 'DAMAGED'],
    [
      'four thousand million strings',
      () => containerOf(Buffer.concat([begin(5), record(0xfc, Buffer.from('ffffffffffffffff', 'hex')), end])),
      'NO_HEADINGS',
    ],
    [
      'a sheet that is the workbook',
      () => containerOf(Buffer.concat([begin(5), record(0x85, Buffer.from([0, 0, 0, 0, 0, 0, 1, 0, 97])), end])),
      'NO_HEADINGS',
    ],
    ['records without an end', () => containerOf(Buffer.concat([begin(5), Buffer.from('fd00ffff', 'hex')])), 'DAMAGED'],
    [
      'ranges past all measure',
      () =>
        containerOf(
          Buffer.concat([
            begin(5),
            record(0x85, Buffer.from([37, 0, 0, 0, 0, 0, 1, 0, 97])),
            end,
            begin(16),
            record(0xe5, Buffer.from('ffff0000ffff0000ffff', 'hex')),
            end,
          ]),
        ),
      'NO_HEADINGS',
    ],
  ]
}

function inPages(): Trap[] {
  const cells = '<td>1<td>2025-01-02<td>甲银行<td>内容<td>1'
  return [
    ['spans below nothing', () => page(`<tr><td rowspan=-5 colspan=-7>1<td>2025-01-02<td>甲银行<td>内容<td>1</tr>`), read(1)],
    [
      'a span of a million rows',
      () => page(`<tr><td rowspan=1000000>1<td>2025-01-02<td>甲银行<td rowspan=1000000>内容<td>1</tr>`),
      read(1),
    ],
    ['a span of a million columns', () => page(`<tr><td colspan=1000000>1</tr>`), read(0, 'MISSING_DATE', 'MISSING_INSTITUTION')],
    ['tables in tables without end', () => '<table><tr><td>'.repeat(100_000), 'DAMAGED'],
    ['a comment without end', () => `${page(`<tr>${cells}</tr>`)}<!-- ${'x'.repeat(5_000_000)}`, read(1)],
    ['an attribute without end', () => page(`<tr>${cells}</tr><tr title="${'x'.repeat(5_000_000)}`), 'DAMAGED'],
    ['a million closing tags', () => page(`<tr>${cells}${'</b></i>'.repeat(500_000)}</tr>`), read(1)],
    ['characters that cannot be', () => page(`<tr><td>1<td>2025-01-02<td>甲银行<td>&#0;&#xd800;&#x110000;&nosuch;<td>1</tr>`), read(1)],
    ['a million cells in a row', () => page(`<tr>${'<td>1'.repeat(1_000_000)}</tr>`), 'TOO_MANY_COLUMNS'],
    [
      'entities that declare entities in XML',
      () =>
        `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x">]><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row><Cell><Data>&b;</Data></Cell></Row></Table></Worksheet></Workbook>`,
      'DAMAGED',
    ],
    [
      'rows past all measure in XML',
      () =>
        `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row ss:Index="99999999"/></Table></Worksheet></Workbook>`,
      'TOO_MANY_ROWS',
    ],
  ]
}
