import { statSync } from 'node:fs'
import { LIMITS } from '../limits.ts'
import { Refusal } from '../refusal.ts'
import type { Book } from './cells.ts'
import { openCsv } from './csv.ts'
import { isText, readHead } from './encoding.ts'
import { openHtml } from './html.ts'
import { sniffMarkup } from './markup.ts'
import { openSpreadsheetMl } from './spreadsheetml.ts'
import { openXls } from './xls.ts'
import { openXlsx } from './xlsx.ts'

/** How files begin that are no tables, and what to call them. */
const OTHERS: [signature: string, zh: string, en: string][] = [
  ['%PDF', 'PDF 文件', 'PDF'],
  ['\x89PNG', '图片', 'an image'],
  ['\xff\xd8\xff', '图片', 'an image'],
  ['GIF8', '图片', 'an image'],
  ['BM', '图片', 'an image'],
  ['II*\0', '图片', 'an image'],
  ['MM\0*', '图片', 'an image'],
  ['RIFF', '图片或音像', 'an image, sound or film'],
  ['{\\rtf', 'RTF 文档', 'an RTF document'],
  ['Rar!', '压缩包,请先解压', 'an archive: unpack it first'],
  ['7z\xbc\xaf', '压缩包,请先解压', 'an archive: unpack it first'],
  ['\x1f\x8b', '压缩包,请先解压', 'an archive: unpack it first'],
  ['PK\x05\x06', '空压缩包', 'an empty archive'],
]
/** Begin with printable letters, so that only their binary rest tells them from text. */
const LIKE_WORDS = ['BM', 'RIFF', 'GIF8']

/**
 * Opens a file by what it holds, never by its name. `recognised` is called once it is known what that is, before a
 * kind that is read whole is read. Throws `Refusal` for what cannot or may not be read.
 */
export async function openBook(path: string, recognised: () => void = () => {}): Promise<Book> {
  const bytes = sizeOf(path)
  if (bytes > LIMITS.fileBytes) throw new Refusal('TOO_LARGE')
  if (bytes === 0) throw new Refusal('EMPTY_FILE')
  const head = readHead(path, 1024)
  const begin = Buffer.from(head).toString('latin1')
  if (begin.startsWith('PK\x03\x04')) return openXlsx(path, bytes)
  if (begin.startsWith('\xd0\xcf\x11\xe0')) return openXls(path, bytes, { recognised })
  if (isBareBiff(head)) return openXls(path, bytes, { recognised, bare: true })
  const text = isText(path)
  for (const [signature, zh, en] of OTHERS)
    if (begin.startsWith(signature) && !(text && LIKE_WORDS.includes(signature)))
      throw new Refusal('UNKNOWN_FORMAT', { zh: `(${zh})`, en: `(${en})` })
  if (!text) throw new Refusal('UNKNOWN_FORMAT')
  switch (sniffMarkup(path)) {
    case 'html':
      recognised()
      return openHtml(path, bytes)
    case 'spreadsheetml':
      recognised()
      return openSpreadsheetMl(path, bytes)
    case 'mhtml':
      throw new Refusal('UNKNOWN_FORMAT', {
        zh: '(单个文件网页,请在 Excel 或 WPS 中打开后另存)',
        en: '(a single-file web page: open it and save it)',
      })
    case 'other':
      throw new Refusal('UNKNOWN_FORMAT', { zh: '(XML)', en: '(XML)' })
    case null:
      return openCsv(path)
  }
}

/** A workbook's stream without its container, as BIFF2 to BIFF5 were stored: a BOF record of the usual length. */
function isBareBiff(head: Uint8Array): boolean {
  const [type = 0, version = 0, length = 0, none = 1] = head
  return type === 0x09 && [0, 2, 4, 8].includes(version) && [4, 6, 8, 16].includes(length) && none === 0
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size
  } catch {
    throw new Refusal('UNREADABLE')
  }
}
