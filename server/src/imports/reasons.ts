import type { FullLabel } from '../platform/label.ts'

/** Why a row is not taken. Constants for programs, sentences for people. */
export const REASONS = {
  MISSING_DATE: { zh: '缺少日期', en: 'the date is missing' },
  IMPOSSIBLE_DATE: { zh: '不是可用的日期', en: 'not a date' },
  FUTURE_DATE: { zh: '日期在今天之后', en: 'the date lies in the future' },
  CLOSED_BEFORE_RECEIVED: { zh: '办结早于收到', en: 'closed before it was received' },
  CLOSED_BEFORE_OPENED: { zh: '终止早于开业', en: 'closed before it opened' },
  MISSING_INSTITUTION: { zh: '缺少机构', en: 'the institution is missing' },
  UNKNOWN_INSTITUTION: { zh: '没有这家机构', en: 'no such institution' },
  INSTITUTION_CLOSED: { zh: '机构在收到日前已终止,且没有承继机构', en: 'the institution had closed before receipt and has no successor' },
  NOT_A_NUMBER: { zh: '不是数', en: 'not a number' },
  NEGATIVE_NUMBER: { zh: '不应为负数', en: 'a negative number' },
  UNKNOWN_KIND: { zh: '没有这种件类', en: 'no such kind' },
  NUMBER_TAKEN: { zh: '这个编号已经登记过', en: 'the number is registered already' },
  CONFLICTING_REPEAT: { zh: '编号重复而内容不同', en: 'the number comes again with other content' },
  DIGITS_LOST: {
    zh: '编号被表格软件写成了科学记数，后几位已丢失',
    en: 'a spreadsheet has shortened the number to powers of ten; its last digits are lost',
  },
  TOO_LONG: { zh: '内容过长', en: 'too long' },
  FORMULA_WITHOUT_VALUE: { zh: '公式没有计算结果', en: 'a formula without a stored result' },
  MISSING_VALUE: { zh: '缺少必填内容', en: 'a required value is missing' },
  UNKNOWN_BASE: { zh: '没有这项指标', en: 'no such base' },
  UNKNOWN_PEER_GROUP: { zh: '没有这一机构类别', en: 'no such peer group' },
  UNKNOWN_REGION: { zh: '没有这一地区', en: 'no such region' },
  UNKNOWN_PARENT: { zh: '没有这家上级机构', en: 'no such parent institution' },
  UNKNOWN_SUCCESSOR: { zh: '没有这家承继机构', en: 'no such successor' },
  UNKNOWN_GRADE: { zh: '等级不在已知的等级序列中', en: 'the grade is in no known scale' },
  NOT_YES_OR_NO: { zh: '应为“是”或“否”', en: 'neither yes nor no' },
  CIRCULAR_PARENT: { zh: '上级机构成环', en: 'the parents form a circle' },
} satisfies Record<string, FullLabel>

export type Reason = keyof typeof REASONS

/** One fault of a row: `value` is masked, `column` the heading as written. */
export type Fault = { field: string; column: string; value: string; reason: Reason }
