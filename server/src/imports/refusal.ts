import type { FullLabel } from '../platform/label.ts'
import type { FoundTable } from './found-tables.ts'

const REFUSALS = {
  TOO_LARGE: { zh: '文件超过 200 MB,请分成几份再导入。', en: 'The file is larger than 200 MB; split it.' },
  TOO_LARGE_XLS: {
    zh: '旧版 .xls 文件超过 64 MB,请在 Excel 或 WPS 中另存为 .xlsx 再导入。',
    en: 'The old .xls file is larger than 64 MB: save it as .xlsx.',
  },
  TOO_LARGE_MARKUP: {
    zh: '网页或 XML 表格超过 64 MB,请在 Excel 或 WPS 中打开后另存为 .xlsx 再导入。',
    en: 'The HTML or XML table is larger than 64 MB: open it in Excel or WPS and save it as .xlsx.',
  },
  EMPTY_FILE: {
    zh: '文件是空的(0 字节),请重新导出或请对方重发。',
    en: 'The file is empty (0 bytes): export it again or ask for it again.',
  },
  INFLATES_TOO_MUCH: {
    zh: '工作簿解压后过大(超过 2 GB 或原文件的 100 倍),不予读取。若确为台账,请另存为 CSV 再导入。',
    en: 'The workbook inflates to more than 2 GB or 100 times its size and is not read. If it is a ledger, save it as CSV.',
  },
  TOO_MANY_ENTRIES: {
    zh: '工作簿内的部件超过 10,000 个,不予读取。请把台账的工作表复制到新工作簿,另存为 .xlsx 再导入。',
    en: 'The workbook holds more than 10,000 parts: copy the sheet to a new workbook and save it as .xlsx.',
  },
  TOO_MANY_COLUMNS: {
    zh: '表格超过 1,024 列,请删去多余的列,或检查分隔符是否正确。',
    en: 'The sheet has more than 1,024 columns: delete those that are not needed, or look at the separator.',
  },
  TOO_MANY_ROWS: { zh: '表格超过 5,000,000 行,请分成几份再导入。', en: 'The file has more than 5,000,000 rows; split it.' },
  TOO_LONG_ELEMENT: {
    zh: '工作簿内有超过 1 MB 的单个内容,不予读取。请删去过长的单元格再导入。',
    en: 'The workbook holds a single element of more than 1 MB: shorten that cell.',
  },
  TOO_MANY_STRINGS: { zh: '工作簿的文字表超过 256 MB,请另存为 CSV 再导入。', en: 'The shared strings exceed 256 MB; save as CSV.' },
  DAMAGED: {
    zh: '文件已损坏,无法读取。请在 Excel 或 WPS 中打开并另存,或请对方重发。',
    en: 'The file is damaged and cannot be read: open it in Excel or WPS and save it again, or ask for it again.',
  },
  WRONG_CHECKSUM: {
    zh: '工作簿有部件的校验和不符,文件在传输或存储中损坏,不予读取。请对方重发。',
    en: 'The checksum of a part is wrong: the workbook was damaged on its way and is not read. Ask for it again.',
  },
  ENCRYPTED: {
    zh: '文件有打开密码,无法读取。请在 Excel 或 WPS 中取消密码后另存为 .xlsx 再导入。',
    en: 'The file is protected by a password: remove the password and save it as .xlsx.',
  },
  MACROS: {
    zh: '工作簿含有宏(VBA 或 Excel 4 宏表),不予读取。请另存为不含宏的 .xlsx 再导入。',
    en: 'The workbook holds macros (VBA or Excel 4 macro sheets) and is not read: save it as .xlsx without macros.',
  },
  UNCLOSED_QUOTE: {
    zh: '文本中有未闭合的引号,或单行超过 1 MB:请补上或删去引号,或检查换行。',
    en: 'A quotation mark is not closed, or a record exceeds 1 MB: close or remove the mark, or look at the line breaks.',
  },
  UNKNOWN_FORMAT: {
    zh: '这不是表格文件。请导出为 .xlsx、.xls 或 .csv 再导入。',
    en: 'The file is not a table: export it as .xlsx, .xls or .csv.',
  },
  UNKNOWN_ENCODING: { zh: '无法识别文本的编码,请另存为 UTF-8。', en: 'The encoding of the text is not recognised: save it as UTF-8.' },
  NO_HEADINGS: { zh: '没有找到表头。', en: 'No row of headings was found.' },
  NO_ROWS: { zh: '表头之下没有数据行。', en: 'There is no data row below the headings.' },
  BAD_MAP: { zh: '映射文件有误。', en: 'The mapping is wrong.' },
  UNREADABLE: { zh: '找不到或无法读取文件。', en: 'The file is missing or cannot be read.' },
  OUT_OF_MEMORY: {
    zh: '读取文件超出内存上限,已中止。请另存为 .xlsx 或 CSV,或分成几份再导入。',
    en: 'Reading the file exceeded the memory limit and was ended: save it as .xlsx or CSV, or split it.',
  },
  TIMED_OUT: {
    zh: '读取文件超时,已中止。请另存为 CSV,或分成几份再导入。',
    en: 'Reading the file took too long and was ended: save it as CSV, or split it.',
  },
  CANCELLED: { zh: '已取消。', en: 'Cancelled.' },
  STRICT: { zh: '有未通过的行,按“全部或全不”未入库。', en: 'Some rows were rejected; by --strict nothing was committed.' },
  IN_USE: { zh: '仍有投诉挂在这些机构上。', en: 'Complaints hang on these institutions.' },
  DEMO: {
    zh: '演示库不接收真实台账:请用 start --empty 或“开始正式使用”,或以 --try 试用。',
    en: 'The demo takes no real ledger: use start --empty, or choose --try.',
  },
} satisfies Record<string, FullLabel>

export type RefusalReason = keyof typeof REFUSALS

/** A whole file that is not taken. `detail` follows the sentence and holds no personal data. */
export class Refusal extends Error {
  readonly reason: RefusalReason
  readonly label: FullLabel
  /** The fullest row of the file where no headings were found: a person may map it. */
  headings: string[] = []
  /** What each sheet holds, where none could be read. */
  tables: FoundTable[] = []

  /** `worded`: the whole sentence, where it comes from another thread. */
  constructor(reason: RefusalReason, detail?: FullLabel, worded?: FullLabel) {
    const base = REFUSALS[reason]
    const label = worded ?? { zh: base.zh + (detail?.zh ?? ''), en: base.en + (detail ? ` ${detail.en}` : '') }
    super(label.en)
    this.name = 'Refusal'
    this.reason = reason
    this.label = label
  }
}
