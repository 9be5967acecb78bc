import { isDay } from '../analytics/calendar.ts'
import { readDate } from '../imports/dates.ts'
import { isBlank, type Book, type Cell, type Row } from '../imports/readers/cells.ts'
import type { CalendarDay } from '../ledger/calendar.ts'
import { wordKey } from '../ledger/dictionary.ts'
import { InvalidError, type FieldProblem } from '../platform/errors.ts'
import type { FullLabel } from '../platform/label.ts'

/** The columns of a calendar file, by what their headings may say. */
const headings = {
  day: { label: { zh: '日期', en: 'date' }, words: ['日期', '日子', 'date', 'day'] },
  working: {
    label: { zh: '是否工作日', en: 'working' },
    words: ['是否工作日', '工作日', '是否上班', '类型', 'working', 'working day', 'type'],
  },
  name: { label: { zh: '名称', en: 'name' }, words: ['名称', '节日', '节假日', '说明', '备注', 'name', 'holiday', 'note'] },
} as const
type Column = keyof typeof headings
type Places = Record<Column, number>

const workingWords = ['是', '工作日', '上班', '补班', '调休上班', '1', 'true', 'yes', 'y', 'working', 'workday']
const restWords = ['否', '休息日', '休息', '放假', '节假日', '假日', '0', 'false', 'no', 'n', 'holiday', 'rest', 'off']

const mostRows = 4_000
const listed = 20

type Problem = FieldProblem & { sentence: FullLabel }

/**
 * The days that a calendar file names, in order, each once. Sheets without the headings 日期 and 是否工作日 are passed over.
 * @throws InvalidError that names file, row, column, value and what was expected, for every row that cannot be.
 */
export async function readCalendarFile(book: Book, file: string): Promise<CalendarDay[]> {
  const days = new Map<string, CalendarDay & { row: number }>()
  const problems: Problem[] = []
  let found = false
  let count = 0
  for (const sheet of book.sheets) {
    let places: Places | null = null
    for await (const rows of sheet.read())
      for (const row of rows) {
        if (places === null) {
          places = placesIn(row)
          found ||= places !== null
        } else if (!row.cells.every(isBlank)) {
          if (++count > mostRows) throw refusal(file, [tooMany()])
          take(row, places, book, days, problems)
        }
      }
  }
  if (!found) throw refusal(file, [noHeadings()])
  if (problems.length > 0) throw refusal(file, problems)
  if (days.size === 0)
    throw refusal(file, [{ path: 'file', reason: 'NO_ROWS', sentence: { zh: '没有数据行', en: 'there is no data row' } }])
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1)).map(({ day, working, name }) => ({ day, working, name }))
}

/** The years of days, in order. */
export function yearsOf(days: readonly { day: string }[]): number[] {
  return [...new Set(days.map((one) => Number(one.day.slice(0, 4))))].sort((a, b) => a - b)
}

/** What a file changes: each day that a node would name otherwise, or no more. */
export function differences(before: readonly CalendarDay[], after: readonly CalendarDay[]) {
  const held = new Map(before.map((one) => [one.day, one]))
  const asked = new Map(after.map((one) => [one.day, one]))
  return [...new Set([...held.keys(), ...asked.keys()])].sort().flatMap((day) => {
    const [was, is] = [held.get(day) ?? null, asked.get(day) ?? null]
    return was?.working === is?.working && was?.name === is?.name ? [] : [{ day, before: was, after: is }]
  })
}

function placesIn({ cells }: Row): Places | null {
  const place = (column: Column) =>
    cells.findIndex((cell) => cell !== undefined && headings[column].words.some((word) => wordKey(word) === wordKey(cell.text)))
  const [day, working, name] = [place('day'), place('working'), place('name')]
  return day < 0 || working < 0 ? null : { day, working, name }
}

function take(
  { row, cells }: Row,
  places: Places,
  book: Book,
  days: Map<string, CalendarDay & { row: number }>,
  problems: Problem[],
): void {
  const at = (column: Column): Cell | undefined => (places[column] < 0 ? undefined : cells[places[column]])
  const written = (column: Column): string => at(column)?.text.trim() ?? ''
  const refuse = (column: Column, reason: string, expected: FullLabel): void =>
    void problems.push(problemOf(row, column, reason, written(column), expected))
  const cell = at('day')
  const day = cell && readDate(cell, { from1904: book.from1904, style: null })?.day
  if (!day || !isDay(day) || day < '1990-01-01' || day > '2100-12-31') {
    refuse('day', 'IMPOSSIBLE_DATE', {
      zh: '应为 1990 年至 2100 年间的日期，如 2026-10-01',
      en: 'expected a day between 1990 and 2100, as 2026-10-01',
    })
    return
  }
  const word = wordKey(written('working'))
  const working = workingWords.some((one) => wordKey(one) === word) ? true : restWords.some((one) => wordKey(one) === word) ? false : null
  if (working === null) {
    refuse('working', 'NOT_A_VALUE', { zh: '应为“是”或“否”（工作日或休息日）', en: 'expected yes or no (working or rest)' })
    return
  }
  const name = written('name') || null
  if (name !== null && (name.length > 40 || /\p{Cc}/u.test(name)))
    refuse('name', 'TOO_LONG', { zh: '应为 40 字以内的一行文字', en: 'expected one line of at most 40 characters' })
  const earlier = days.get(day)
  if (earlier && (earlier.working !== working || earlier.name !== name))
    refuse('day', 'CONFLICTING_REPEAT', {
      zh: `与第 ${earlier.row} 行的同一天不一致`,
      en: `row ${earlier.row} says otherwise of the same day`,
    })
  days.set(day, { day, working, name, row })
}

function problemOf(row: number, column: Column, reason: string, value: string, expected: FullLabel): Problem {
  const short = value.length > 40 ? `${value.slice(0, 40)}…` : value
  const { label } = headings[column]
  return {
    path: `rows[${row}].${column}`,
    reason,
    params: { row, column: label.zh, value: short },
    sentence: { zh: `第 ${row} 行“${label.zh}”为“${short}”，${expected.zh}`, en: `row ${row}, ${label.en} “${short}”: ${expected.en}` },
  }
}

function noHeadings(): Problem {
  const sentence = {
    zh: '没有找到表头：应有“日期”和“是否工作日”两列，另可有“名称”',
    en: 'no headings were found: there must be the columns “date” and “working”, and may be “name”',
  }
  return { path: 'file', reason: 'NO_HEADINGS', sentence }
}

function tooMany(): Problem {
  return { path: 'file', reason: 'TOO_MANY_ROWS', sentence: { zh: `超过 ${mostRows} 行`, en: `there are more than ${mostRows} rows` } }
}

function refusal(file: string, problems: readonly Problem[]): InvalidError {
  const shown = problems.slice(0, listed)
  const more = problems.length - shown.length
  return new InvalidError(
    {
      zh: `“${file}”未采用：${shown.map((one) => one.sentence.zh).join('；')}${more > 0 ? `；另有 ${more} 处` : ''}。`,
      en: `“${file}” was not taken: ${shown.map((one) => one.sentence.en).join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
    },
    shown.map(({ sentence: _, ...field }) => field),
  )
}
