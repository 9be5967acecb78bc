import { addDays } from '../analytics/calendar.ts'
import { parsePeriod } from '../analytics/period.ts'
import { columnsOf, type ImportKind } from './columns.ts'
import { readDate } from './dates.ts'
import { periodIn } from './period-words.ts'
import { isBlank, textCell, type Row } from './readers/cells.ts'
import { plainWidth, tidy } from './written.ts'

/** When a sheet was filled in or by whom says nothing of what it holds. */
const OF_THE_FORM = /填报|制表|填表|打印|上报|报送|编制|审核|复核|出表/u

/** What the lines above the headings state of the whole sheet, by field, in the registry's own ways; the uppermost holds. */
export function titlesIn(kind: ImportKind, rows: readonly Row[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const [field, { titled }] of Object.entries(columnsOf(kind))) {
    if (!titled) continue
    const read = titled === 'DAY' ? dayIn : periodOf
    for (const row of rows) {
      const value = row.cells.flatMap((cell) => (isBlank(cell) || cell?.kind !== 'text' ? [] : (read(tidy(cell.text)) ?? [])))[0]
      if (value === undefined) continue
      found.set(field, value)
      break
    }
  }
  return found
}

function periodOf(text: string): string | null {
  return OF_THE_FORM.test(text) || DAY.test(plainWidth(text)) ? null : periodIn(text)
}

const DAY = /20\d\d\s*(?:年\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号]|([-/.])\s*\d{1,2}\s*\1\s*\d{1,2})/u

/** The day that a line names: itself, or the last one of a month, quarter or year of which it says 末, 底 or 截至. */
function dayIn(written: string): string | null {
  if (OF_THE_FORM.test(written)) return null
  const text = plainWidth(written)
  const day = DAY.exec(text)?.[0]
  if (day !== undefined) return readDate(textCell(day.replace(/\s+/gu, '')), { from1904: false, style: null })?.day ?? null
  const period = /末|底|截至|截止/u.test(text) ? periodIn(text) : null
  return period === null ? null : addDays(parsePeriod(period).end, -1)
}
