import * as library from '@e965/xlsx'
import * as characters from '@e965/xlsx/dist/cpexcel.full.mjs'
import { afterAll, describe, expect, it } from 'vitest'
import { testFolder } from '../../../../test/support/workbook.ts'
import type { Cell } from './cells.ts'
import { openBook } from './open.ts'

library.set_cptable(characters)
const folder = testFolder()
afterAll(() => folder.drop())

const shown = (cell: Cell | undefined): string => (cell ? `${cell.kind}:${cell.text}` : '')
async function read(name: string, content: string | Buffer) {
  const book = await openBook(folder.file(name, content))
  const sheets: string[][][] = []
  for (const sheet of book.sheets) {
    const rows: string[][] = []
    for await (const batch of sheet.read()) for (const row of batch) rows[row.row - 1] = Array.from(row.cells, shown)
    sheets.push(Array.from(rows, (row) => row ?? []))
  }
  book.close()
  return { ...book, merged: book.sheets.map((sheet) => sheet.merged), rows: sheets }
}
const refusal = (name: string, content: string | Buffer) =>
  read(name, content).then(
    () => 'read',
    (error: { reason?: string }) => error.reason ?? error,
  )

const cells: Record<string, library.CellObject> = {
  A1: { t: 's', v: '编号' },
  B1: { t: 's', v: '收到日期' },
  A2: { t: 'n', v: 1.25 },
  B2: { t: 'n', v: 45689, z: 'yyyy"年"m"月"d"日"' },
  C2: { t: 'b', v: true },
  D2: { t: 'e', v: 42 },
  A3: { t: 's', v: '00123' },
  B3: { t: 'n', v: 45661.97916666667, z: 'yyyy/m/d hh:mm' },
  C3: { t: 'n', v: 7, f: 'A2*4' },
  D3: { t: 's', v: '甲\n乙' },
}
function oldWorkbook(from1904 = false): Buffer {
  const sheet = { ...cells, '!ref': 'A1:D3', '!merges': [{ s: { r: 3, c: 0 }, e: { r: 4, c: 1 } }] }
  const book = {
    SheetNames: ['一', '二'],
    Sheets: { 一: sheet, 二: { '!ref': 'A1:A1', A1: cells['A1'] } },
    Workbook: { WBProps: { date1904: from1904 } },
  }
  return library.write(book as library.WorkBook, { type: 'buffer', bookType: 'biff8' }) as Buffer
}
const grid = [
  ['text:编号', 'text:收到日期'],
  ['number:1.25', 'date:2025-02-01', 'boolean:TRUE', 'error:#N/A'],
  ['text:00123', 'date:2025-01-04 23:30', 'number:7', 'text:甲\n乙'],
]

describe('old workbooks', () => {
  it('keep each cell’s kind, their sheets and merged ranges', async () => {
    const { rows, merged, format, from1904 } = await read('a.xls', oldWorkbook())
    expect({ format, from1904, rows }).toEqual({ format: 'xls', from1904: false, rows: [grid, [['text:编号']]] })
    expect(merged[0]).toEqual([{ top: 4, left: 1, bottom: 5, right: 2 }])
  })

  it('of Excel 95 are read too, in the code page that they name', async () => {
    const sheet = { '!ref': 'A1:B1', A1: { t: 's', v: 'XXXX' }, B1: { t: 'n', v: 45689, z: 'yyyy-mm-dd' } }
    const file = library.write({ SheetNames: ['a'], Sheets: { a: sheet } } as library.WorkBook, {
      type: 'buffer',
      bookType: 'biff5',
    }) as Buffer
    // The library writes no Chinese here, so the bytes are put in: 编号 and code page 936.
    Buffer.from('b1e0bac5', 'hex').copy(file, file.indexOf('XXXX'))
    file.writeUInt16LE(936, file.indexOf(Buffer.from('42000200e404', 'hex')) + 4)
    expect((await read('b.xls', file)).rows).toEqual([[['text:编号', 'date:2025-02-01']]])
  })

  it('of the 1904 system count their days from there', async () => {
    const { rows, from1904 } = await read('c.xls', oldWorkbook(true))
    expect([from1904, rows[0]?.[1]?.[1]]).toEqual([true, 'date:2029-02-02'])
  })

  it('are dates where Chinese Excel knows the format by its number alone', async () => {
    const file = oldWorkbook()
    // The format of the first date, as its style names it, becomes the built-in 31 ('yyyy"年"m"月"d"日"').
    const formats: number[] = []
    records(file, (type, body) => {
      if (type === 0x041e && file.readUInt16LE(body) >= 60) formats.push(file.readUInt16LE(body))
    })
    records(file, (type, body) => {
      if (type === 0xe0 && file.readUInt16LE(body + 2) === formats[0]) file.writeUInt16LE(31, body + 2)
    })
    expect(formats.length).toBeGreaterThan(1)
    expect((await read('d.xls', file)).rows[0]?.[1]?.[1]).toBe('date:2025-02-01')
  })

  it('are refused where they are encrypted, hold macros, or are no workbook', async () => {
    const sealed = oldWorkbook()
    // The record after the first BOF becomes FILEPASS.
    const begin = sealed.indexOf(Buffer.from([0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00]))
    sealed.writeUInt16LE(0x2f, begin + 20)
    expect(await refusal('sealed.xls', sealed)).toBe('ENCRYPTED')

    const macro = oldWorkbook()
    records(macro, (type, body) => {
      if (type === 0x85) macro[body + 5] = 1
    })
    expect(await refusal('macro.xls', macro)).toBe('MACROS')

    expect(await refusal('vba.xls', containerOf({ '/Workbook': workbookStream(), '/_VBA_PROJECT_CUR/VBA/dir': Buffer.alloc(8) }))).toBe(
      'MACROS',
    )
    expect(await refusal('sealed.xlsx', containerOf({ '/EncryptionInfo': Buffer.alloc(8), '/EncryptedPackage': Buffer.alloc(8) }))).toBe(
      'ENCRYPTED',
    )
    expect(await refusal('a.doc', containerOf({ '/WordDocument': Buffer.alloc(8) }))).toBe('UNKNOWN_FORMAT')
    expect(await refusal('cut.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))).toBe('DAMAGED')
  })

  it('are read without their container', async () => {
    expect((await read('bare.xls', workbookStream())).rows[0]).toEqual(grid)
  })
})

/** Walks the records of the workbook's stream where it lies in one piece in the file. */
function records(file: Buffer, visit: (type: number, body: number) => void): void {
  let at = file.indexOf(Buffer.from([0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00]))
  while (at + 4 <= file.length && file.readUInt16LE(at) !== 0) {
    visit(file.readUInt16LE(at), at + 4)
    at += 4 + file.readUInt16LE(at + 2)
  }
}

type Cfb = {
  read(file: Buffer, options: object): object
  find(container: object, path: string): { content: Uint8Array }
  write(container: object, options: object): Buffer
  utils: { cfb_new(): object; cfb_add(container: object, path: string, content: Buffer): void }
}
const cfb = library.CFB as Cfb

function workbookStream(): Buffer {
  return Buffer.from(cfb.find(cfb.read(oldWorkbook(), { type: 'buffer' }), '/Workbook').content)
}

function containerOf(parts: Record<string, Buffer>): Buffer {
  const container = cfb.utils.cfb_new()
  for (const [path, content] of Object.entries(parts)) cfb.utils.cfb_add(container, path, content)
  return cfb.write(container, { type: 'buffer' })
}

describe('pages named .xls', () => {
  const page = `<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><style>td{x:y}</style></head><body><table>
    <tr><th rowspan=2>编号<th colspan="2">受理</tr>
    <TR><td>日期</td><td>机 构</TR>
    <tr><td>1</td><td rowspan="1000000"> 2025-01-02
      续</td><td>甲&nbsp;行<br>乙 &amp; <b>丙</b> <br/></td></tr>
    <tr><td>&nbsp;</td><td>丁<script>var x = "<td>"</script></td><td>&nbsp;&nbsp;</td></tr>
    <tr><td x:num="0.12345">0.12</td></tr>
  </table><table><tr><td>一<table><tr><td>内</td></tr></table>二</td></tr></table></body></html>`
  const rows = [
    ['text:编号', 'text:受理'],
    ['', 'text:日期', 'text:机 构'],
    ['text:1', 'text:2025-01-02 续', 'text:甲 行\n乙 & 丙\n'],
    ['', '', 'text:丁', 'text:  '],
    ['number:0.12345'],
  ]

  it('give spans as merged ranges, line breaks, and nothing of scripts', async () => {
    const book = await read('p.xls', page)
    expect(book.rows).toEqual([rows, [['text:一二']], [['text:内']]])
    expect(book.merged[0]).toEqual([
      { top: 1, left: 1, bottom: 2, right: 1 },
      { top: 1, left: 2, bottom: 1, right: 3 },
      { top: 3, left: 2, bottom: 5, right: 2 },
    ])
  })

  it('are read in the encoding that they are in, whatever they say', async () => {
    const END = Buffer.from('</table>')
    const gb = Buffer.from('<table><tr><td>', 'latin1')
    const written = Buffer.from('b1e0bac5', 'hex')
    expect((await read('q.xls', Buffer.concat([gb, written, END]))).rows).toEqual([[['text:编号']]])
    for (const bom of ['', '\ufeff'])
      expect((await read('u.xls', Buffer.from(`${bom}<html><table><tr><td>编号</td></tr></table>`, 'utf16le'))).rows).toEqual([
        [['text:编号']],
      ])
    const declared = Buffer.concat([Buffer.from('<meta charset="big5"><table><tr><td>'), Buffer.from('a7e2', 'hex'), END])
    expect((await read('b5.xls', declared)).encoding).toBe('big5')
  })

  it('are refused where they hold no table, or nothing but depth, or were cut', async () => {
    expect(await refusal('cut.xls', page.slice(0, page.indexOf('x:num')))).toBe('DAMAGED')
    expect(await refusal('login.xls', '<!DOCTYPE html><html><body><p>请登录</p></body></html>')).toBe('UNKNOWN_FORMAT')
    expect(await refusal('deep.xls', `<table><tr><td>${'<b>'.repeat(100_000)}`)).toBe('DAMAGED')
    expect(await refusal('wide.xls', `<table><tr><td colspan=1000>1</td><td colspan=1000>2</td></tr></table>`)).toBe('TOO_MANY_COLUMNS')
    expect(await refusal('negative.xls', `<table><tr><td colspan=-3 rowspan=-1>1</td></tr></table>`)).toBe('read')
  })
})

describe('workbooks in XML', () => {
  const book = (rows: string) => `<?xml version="1.0" encoding="gb2312"?>\n<?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
    <Worksheet ss:Name="台账"><Table>${rows}</Table></Worksheet><Worksheet ss:Name="空"/></Workbook>`

  it('keep each cell’s kind, their sheets and merged ranges', async () => {
    const read1 = await read(
      'x.xls',
      book(`<Row><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">标题</Data></Cell><Cell><Data ss:Type="String">丙</Data></Cell></Row>
      <Row ss:Index="4"><Cell ss:Index="2"><Data ss:Type="Number">1.50</Data></Cell><Cell><Data ss:Type="DateTime">2025-02-01T23:30:00.000</Data></Cell>
        <Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell ss:Formula="=A1"/></Row>`),
    )
    expect(read1.rows).toEqual([
      [
        ['text:标题', '', 'text:丙'],
        [],
        [],
        ['', 'number:1.5', 'date:2025-02-01 23:30', 'boolean:TRUE', 'error:#N/A', 'formulaWithoutValue:'],
      ],
      [],
    ])
    expect(read1.merged[0]).toEqual([{ top: 1, left: 1, bottom: 2, right: 2 }])
  })

  it('are refused where they are damaged or declare entities', async () => {
    expect(await refusal('y.xls', book('<Row><Cell></Row>'))).toBe('DAMAGED')
    expect(await refusal('z.xls', book('<Row ss:Index="-1"/>'))).toBe('DAMAGED')
    expect(await refusal('e.xls', book('<Row><Cell><Data ss:Type="String">&own;</Data></Cell></Row>'))).toBe('DAMAGED')
    expect(await refusal('w.xls', book('<Row><Cell ss:Index="2000000"/></Row>'))).toBe('TOO_MANY_COLUMNS')
    expect(await refusal('other.xml', '<?xml version="1.0"?><a/>')).toBe('UNKNOWN_FORMAT')
  })
})
