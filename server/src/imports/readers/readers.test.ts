import { afterAll, describe, expect, it } from 'vitest'
import { testFolder, workbookOf, zipOf } from '../../../../test/support/workbook.ts'
import type { Cell } from './cells.ts'
import { openBook } from './open.ts'
import { fromSerial } from './serial.ts'
import { isDateFormat } from './styles.ts'

const folder = testFolder()
afterAll(() => folder.drop())

/** Sheets as rows of `kind:text`, absent cells as ''. */
async function read(name: string, content: string | Buffer): Promise<Record<string, string[][]>> {
  const book = await openBook(folder.file(name, content))
  const sheets: Record<string, string[][]> = {}
  for (const sheet of book.sheets) {
    const rows: string[][] = []
    for await (const batch of sheet.read()) for (const row of batch) rows[row.row - 1] = Array.from(row.cells, shown)
    sheets[sheet.name ?? ''] = Array.from(rows, (row) => row ?? [])
  }
  book.close()
  return sheets
}
const shown = (cell: Cell | undefined): string => (cell ? `${cell.kind}:${cell.text}` : '')
const refusal = (name: string, content: string | Buffer) =>
  read(name, content).then(
    () => 'read',
    (error: { reason?: string }) => error.reason,
  )

describe('workbooks', () => {
  it('keep each cell’s kind, and the word instead of its reading', async () => {
    const book = workbookOf({
      strings:
        '<si><t>银行</t><rPh sb="0" eb="2"><t>yinhang</t></rPh></si><si><r><t>一</t></r><r><t xml:space="preserve"> 二</t></r></si><si><t>甲_x000D_\n乙_x005F_x0041_</t></si>',
      styles:
        '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="0.00&quot;元d&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="57"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs>',
      sheets: {
        一: `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="s"><v>2</v></c></row>
          <row r="3"><c r="A3" s="1"><v>45689</v></c><c r="B3" s="2"><v>45689</v></c><c r="C3" s="3"><v>45689</v></c><c r="D3" s="4"><v>45661.97916666667</v></c></row>
          <row><c><v>5.7149000000000001</v></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c><f>A1</f></c><c><f>A1</f><v>0</v></c><c t="str"><f>A1</f><v></v></c><c t="inlineStr"><is><t>行内</t></is></c></row>`,
      },
    })
    expect((await read('a.xlsx', book))['一']).toEqual([
      ['text:银行', 'text:一 二', '', 'text:甲\r\n乙_x0041_'],
      [],
      ['date:2025-02-01', 'date:2025-02-01', 'number:45689', 'date:2025-01-04 23:30'],
      ['number:5.7149', 'boolean:TRUE', 'error:#REF!', 'formulaWithoutValue:', 'number:0', 'text:', 'text:行内'],
    ])
  })

  it('read prefixed XML, the 1904 system and merged ranges', async () => {
    const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    const rows =
      '<x:row r="1"><x:c r="A1" s="1"><x:v>44227</x:v></x:c></x:row>|<x:mergeCells count="1"><x:mergeCell ref="A1:B3"/></x:mergeCells>'
    const path = folder.file('p.xlsx', workbookOf({ prefix: true, from1904: true, styles, sheets: { s: rows } }))
    const book = await openBook(path)
    expect(book.sheets[0]?.merged).toEqual([{ left: 1, top: 1, right: 2, bottom: 3 }])
    for await (const batch of book.sheets[0]?.read() ?? []) expect(batch[0]?.cells[0]).toMatchObject({ kind: 'date', text: '2025-02-01' })
    book.close()
  })

  it('are refused where they are damaged, endless or something else', async () => {
    const good = workbookOf({ sheets: { s: '<row><c><v>1</v></c></row>' } })
    expect(await refusal('crc.xlsx', workbookOf({ sheets: { s: '<row><c><v>1</v></c></row>' }, break: 'xl/worksheets/sheet1.xml' }))).toBe(
      'WRONG_CHECKSUM',
    )
    expect(await refusal('cut.xlsx', good.subarray(0, good.length - 30))).toBe('DAMAGED')
    expect(await refusal('xml.xlsx', workbookOf({ sheets: { s: '<row><c><v>1</v></row>' } }))).toBe('DAMAGED')
    expect(
      await refusal('long.xlsx', workbookOf({ sheets: { s: `<row><c t="inlineStr"><is><t>${'x'.repeat(1_100_000)}</t></is></c></row>` } })),
    ).toBe('TOO_LONG_ELEMENT')
    expect(await refusal('bomb.xlsx', zipOf({ 'xl/workbook.xml': `<a>${'<b/>'.repeat(6_000_000)}</a>` }))).toBe('INFLATES_TOO_MUCH')
    expect(await refusal('entity.xlsx', workbookOf({ sheets: { s: '<row><c t="inlineStr"><is><t>&own;</t></is></c></row>' } }))).toBe(
      'DAMAGED',
    )
    expect(await refusal('wide.xlsx', workbookOf({ sheets: { s: '<row r="1"><c r="XFD1"><v>1</v></c></row>' } }))).toBe('TOO_MANY_COLUMNS')
  })

  it('know serials and formats that are dates', () => {
    expect(fromSerial(1, false)).toEqual({ day: '1900-01-01', time: null })
    expect(fromSerial(60, false)).toBeNull()
    expect(fromSerial(61, false)).toEqual({ day: '1900-03-01', time: null })
    expect(fromSerial(45689.999999, false)).toEqual({ day: '2025-02-01', time: '23:59:59' })
    expect(fromSerial(0.5, false)).toBeNull()
    expect(['yyyy-mm-dd', '[$-804]aaaa d', '[h]:mm', 'm"月"'].map(isDateFormat)).toEqual([true, true, true, true])
    expect(['General', '0.00"元/d"', '[Red]0.00', '0.00E+00', '@', '#,##0_);[Blue]\\d0'].map(isDateFormat)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
    ])
  })
})

describe('text tables', () => {
  const gb = Buffer.from('b1e0bac52cbbfab9b90a312cbcd7d2f8d0d00a', 'hex')
  it('are read in the encoding that they are in', async () => {
    const rows = [
      ['text:编号', 'text:机构'],
      ['text:1', 'text:甲银行'],
    ]
    expect((await read('a.csv', '\ufeff编号,机构\n1,甲银行\n'))['']).toEqual(rows)
    expect((await read('b.csv', gb))['']).toEqual(rows)
    expect((await read('c.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('编号,机构\n1,甲银行\n', 'utf16le')])))['']).toEqual(
      rows,
    )
    const big5 = Buffer.from(`${'a473a4a4a4a32ca4d1a4e5a4e9a4eba4f40a'.repeat(20)}`, 'hex')
    expect((await read('d.csv', big5))['']?.[0]).toEqual(['text:山中不', 'text:天文日月水'])
  })

  it('count a record as a row, whatever stands in it, and guess the separator', async () => {
    const text = '编号;内容\r\n1;"一\n二;三"\r\n\r\n2;五"六\r\n'
    expect((await read('e.csv', text))['']).toEqual([
      ['text:编号', 'text:内容'],
      ['text:1', 'text:一\n二;三'],
      [],
      ['text:2', 'text:五"六'],
    ])
  })

  it('mean what stands inside ="…"', async () => {
    expect((await read('z.csv', '编号,机构\n="00123",甲\n'))['']?.[1]).toEqual(['text:00123', 'text:甲'])
  })

  it('are refused where a quotation mark is not closed or a record is endless', async () => {
    expect(await refusal('f.csv', `编号,内容\n1,"${'甲'.repeat(500)}`)).toBe('UNCLOSED_QUOTE')
    expect(await refusal('g.csv', `编号,内容\n1,"${'x'.repeat(2_000_000)}`)).toBe('UNCLOSED_QUOTE')
    expect(await refusal('h.csv', '')).toBe('EMPTY_FILE')
  })
})

describe('files that are no table', () => {
  const zipped = (part: string) => zipOf({ [part]: '<a/>' })
  it.each<[string, string | Buffer, string]>([
    ['a PDF', '%PDF-1.7\n%âãÏÓ', 'UNKNOWN_FORMAT'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'UNKNOWN_FORMAT'],
    ['a photograph', Buffer.from('ffd8ffe000104a46494600010101', 'hex'), 'UNKNOWN_FORMAT'],
    ['a document', zipped('word/document.xml'), 'UNKNOWN_FORMAT'],
    ['a workbook of OpenOffice', zipped('content.xml'), 'UNKNOWN_FORMAT'],
    ['a binary workbook', zipped('xl/workbook.bin'), 'UNKNOWN_FORMAT'],
    ['a ledger in an archive', zipped('台账.csv'), 'UNKNOWN_FORMAT'],
    ['random bytes', Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * index * 31 + index * 7) % 256)), 'UNKNOWN_FORMAT'],
    ['nothing', '', 'EMPTY_FILE'],
    ['macros', zipOf({ 'xl/workbook.xml': '<a/>', 'xl/vbaProject.bin': 'x' }), 'MACROS'],
    ['macro sheets', zipOf({ 'xl/workbook.xml': '<a/>', 'xl/macrosheets/sheet1.xml': '<a/>' }), 'MACROS'],
    ['60,000 entries', zipOf(Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`xl/${index}`, '']))), 'TOO_MANY_ENTRIES'],
    ['2,000,000 columns', `编号${',x'.repeat(2_000_000)}\n1,2\n`, 'TOO_MANY_COLUMNS'],
  ])('%s', async (_, content, reason) => expect(await refusal('f', content)).toBe(reason))
})

describe('separators', () => {
  const table = [
    ['编号', '收到日期', '机构', '内容'],
    ['1', '2025-01-02 08:30', '甲银行(示范县)', '说:好;再, 等，等'],
    ['2', '2025/1/3', '乙银行', '一、二，三'],
    ['3', '2025-01-04', '甲银行', '无'],
  ]
  it.each([',', ';', '\t', '|', '，', '；', '^', '~', '#', '\u0001', '!'])('%j is found', async (separator) => {
    const lines = table.map((cells) => cells.map((cell) => (cell.includes(separator) ? `"${cell}"` : cell)).join(separator))
    const rows = (await read('s.csv', ['某县投诉登记台账', '', ...lines].join('\r\n')))['']
    expect(rows?.slice(2)).toEqual(table.map((cells) => cells.map((cell) => `text:${cell}`)))
  })
  it('is what the line sep= says, which is a row', async () => {
    expect((await read('t.csv', '\ufeffsep=;\r\n编号;a,b,c\r1;d,e,f\n'))['']?.slice(1)).toEqual([
      ['text:编号', 'text:a,b,c'],
      ['text:1', 'text:d,e,f'],
    ])
  })
  it('is missing where a file has one column', async () => {
    expect((await read('o.csv', '编号\n1\n2\n'))['']).toEqual([['text:编号'], ['text:1'], ['text:2']])
  })
})

describe('text without a mark', () => {
  const text = '编号,收到日期,机构\r\n1,2025-01-02,第一银行\r\n2,2025-01-03,一\r\n'
  const rows = [
    ['text:编号', 'text:收到日期', 'text:机构'],
    ['text:1', 'text:2025-01-02', 'text:第一银行'],
    ['text:2', 'text:2025-01-03', 'text:一'],
  ]
  it('may be UTF-16 in either order', async () => {
    const little = Buffer.from(text, 'utf16le')
    expect((await read('l.csv', little))['']).toEqual(rows)
    expect((await read('b.csv', Buffer.from(little).swap16()))['']).toEqual(rows)
  })
  it('stays UTF-8 where a byte of it is damaged', async () => {
    const damaged = Buffer.from(text.repeat(4))
    damaged[damaged.length - 20] = 0xff
    expect((await read('u.csv', damaged))['']?.slice(0, 3)).toEqual(rows)
  })
})
