import { numberFormat, type SheetColumn } from './sheet.ts'

const mostDecimals = 6
/** Formats of our own begin here in every workbook. */
const firstFormat = 164
const dateFormat = firstFormat + mostDecimals + 1

/** What a cell may look like; its place is its number in the workbook. */
const looks = ['PLAIN', 'TITLE', 'SUBTITLE', 'HEADING', 'TEXT', 'ASIDE', 'DATE', 'FOOT', 'FOOT_ASIDE'] as const
export type Look = (typeof looks)[number]

export function styleOf(look: Look): number {
  return looks.indexOf(look)
}

/** The style of a number with so many decimals. */
export function numberStyle(decimals: number, foot = false): number {
  return looks.length + (foot ? mostDecimals + 1 : 0) + Math.min(decimals, mostDecimals)
}

/** The style of a text in a column. */
export function textStyle(column: SheetColumn | undefined, foot: boolean): number {
  const aside = column?.kind === 'NUMBER'
  return styleOf(foot ? (aside ? 'FOOT_ASIDE' : 'FOOT') : aside ? 'ASIDE' : 'TEXT')
}

const places = Array.from({ length: mostDecimals + 1 }, (_, decimals) => decimals)

/** `xl/styles.xml`: fonts (plain, bold, title, grey), the line under headings, number formats. */
export function stylesXml(): string {
  const formats = [
    ...places.map((decimals) => `<numFmt numFmtId="${firstFormat + decimals}" formatCode="${numberFormat(decimals)}"/>`),
    `<numFmt numFmtId="${dateFormat}" formatCode="yyyy\\-mm\\-dd"/>`,
  ]
  const top = '<alignment vertical="top"/>'
  const right = '<alignment horizontal="right" vertical="top"/>'
  const wrapped = '<alignment vertical="top" wrapText="1"/>'
  const styles = [
    xf(0, 0, 0, top),
    xf(2, 0, 0, ''),
    xf(3, 0, 0, ''),
    xf(1, 1, 0, '<alignment vertical="center" wrapText="1"/>'),
    xf(0, 0, 0, wrapped),
    xf(0, 0, 0, right),
    xf(0, 0, dateFormat, top),
    xf(1, 0, 0, wrapped),
    xf(1, 0, 0, right),
    ...places.map((decimals) => xf(0, 0, firstFormat + decimals, top)),
    ...places.map((decimals) => xf(1, 0, firstFormat + decimals, top)),
  ]
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="${formats.length}">${formats.join('')}</numFmts><fonts count="4">${font('')}${font('<b/>')}${font('<b/>', 14)}${font('', 11, '<color rgb="FF5F697B"/>')}</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/><right/><top/><bottom style="thin"/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${styles.length}">${styles.join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}

function font(marks: string, size = 11, color = ''): string {
  return `<font>${marks}<sz val="${size}"/>${color}<name val="Calibri"/><family val="2"/></font>`
}

function xf(fontId: number, border: number, format: number, alignment: string): string {
  const ids = `numFmtId="${format}" fontId="${fontId}" fillId="0" borderId="${border}" xfId="0"`
  return `<xf ${ids} applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1">${alignment}</xf>`
}
