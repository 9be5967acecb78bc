import { Refusal } from '../refusal.ts'

/** Records of a BIFF stream ([MS-XLS] 2.3) by their numbers. */
const RECORD = { FORMULA: 0x06, EOF: 0x0a, FILEPASS: 0x2f, BOUNDSHEET: 0x85, XF: 0xe0, FORMAT: 0x041e, BOF: 0x0809 } as const

/** What cells need; nothing else of a workbook is read: no names, drawings, conditions, links. */
const READ = new Set<number>([
  ...Object.values(RECORD),
  0x22, // DATEMODE
  0x3c, // CONTINUE
  0x42, // CODEPAGE
  0x04, // LABEL
  0x0204,
  0xd6, // RSTRING
  0xfd, // LABELSST
  0xfc, // SST
  0x03, // NUMBER
  0x0203,
  0x027e, // RK
  0x7e,
  0xbd, // MULRK
  0x05, // BOOLERR
  0x0205,
  0x0206, // FORMULA of BIFF3
  0x0406, // FORMULA of BIFF4
  0x07, // STRING
  0x0207,
  0xe5, // MERGEDCELLS
  0x09, // BOF of BIFF2, 3, 4
  0x0209,
  0x0409,
  0x02, // INTEGER of BIFF2
  0x43, // XF of BIFF2, 3, 4
  0x0243,
  0x0443,
  0x1e, // FORMAT of BIFF2
])

/** BOF records: what begins a workbook, a sheet, a chart. */
const BEGINNINGS: readonly number[] = [RECORD.BOF, 0x09, 0x0209, 0x0409]
/** A record that readers pass over. */
const PASSED_OVER = 0x1d
/** Sheets of Excel 4 macros, modules of Visual Basic. */
const MACRO_SHEETS = [1, 6]
/** Date formats that Chinese Excel knows by number and does not write out. */
const isChineseDate = (format: number): boolean => (format >= 27 && format <= 36) || (format >= 50 && format <= 58)
const PLAIN_DATE = 14

/**
 * Walks the records of a workbook's stream and changes it in place for its reader: what holds no cell is passed over,
 * formulas are emptied (their cached values stay), Chinese built-in date formats become the plain one.
 * Throws `Refusal` ENCRYPTED, MACROS, and DAMAGED where a sheet has no end or none is where it should be.
 */
export function prepareRecords(stream: Buffer): void {
  const formats = new Set<number>()
  const styles: number[] = []
  const begun = new Set<number>()
  const sheets: number[] = []
  const isModern = stream.length > 2 && stream.readUInt16LE(0) === RECORD.BOF
  let depth = 0
  for (let at = 0; at + 4 <= stream.length; at += 4 + stream.readUInt16LE(at + 2)) {
    const type = stream.readUInt16LE(at)
    const length = stream.readUInt16LE(at + 2)
    const body = at + 4
    if (!READ.has(type) && type !== 0) stream.writeUInt16LE(PASSED_OVER, at)
    if (body + length > stream.length) break
    if (type === RECORD.FILEPASS) throw new Refusal('ENCRYPTED')
    if (BEGINNINGS.includes(type)) {
      depth++
      begun.add(at)
    } else if (type === RECORD.EOF) depth--
    else if (type === RECORD.BOUNDSHEET && length > 6) {
      if (MACRO_SHEETS.includes(stream[body + 5] as number)) throw new Refusal('MACROS')
      sheets.push(stream.readUInt32LE(body))
    } else if (type === RECORD.FORMAT && length > 2) formats.add(stream.readUInt16LE(body))
    else if (type === RECORD.XF && length > 4) styles.push(body + 2)
    else if (isModern && type === RECORD.FORMULA && length > 22) stream.writeUInt16LE(0, body + 20)
  }
  // A stream that was cut would else be read as a shorter ledger.
  if (depth !== 0 || !sheets.every((at) => begun.has(at)))
    throw new Refusal('DAMAGED', { zh: '(工作表不完整)', en: '(a sheet is not whole)' })
  for (const at of styles) {
    const format = stream.readUInt16LE(at)
    if (isChineseDate(format) && !formats.has(format)) stream.writeUInt16LE(PLAIN_DATE, at)
  }
}
