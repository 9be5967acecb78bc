import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import type { Proposal, Proposals } from './documents.ts'

export type MeasureRow = { id: number; kind: string; text: string; dueOn: string }

const DAY = 86_400_000

/** A day so many days on; a business date has no zone. */
function daysOn(day: string, days: number): string {
  return day === '' ? '' : new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)
}

/** What is usual: who enters the list is spoken to within three weeks and puts things right within a month and a half. */
export function prefilledMeasures({ proposed }: Proposal, today: string): MeasureRow[] {
  if (proposed !== 'ENTRY') return []
  return [
    { id: 1, kind: 'INTERVIEW', text: '', dueOn: daysOn(today, 21) },
    { id: 2, kind: 'RECTIFY', text: '', dueOn: daysOn(today, 45) },
  ]
}

type MeasureFieldsProps = {
  rows: MeasureRow[]
  kinds: Proposals['measureKinds']
  today: string
  onChange: (rows: MeasureRow[]) => void
}

/** What is demanded and by when, one line each. */
export function MeasureFields({ rows, kinds, today, onChange }: MeasureFieldsProps) {
  const { t, say } = useWords()
  const set = (id: number, part: Partial<MeasureRow>): void => onChange(rows.map((row) => (row.id === id ? { ...row, ...part } : row)))
  const nameOf = (kind: string): string => say(kinds.find((one) => one.kind === kind)?.label)
  const next = Math.max(0, ...rows.map(({ id }) => id)) + 1
  return (
    <fieldset className="supervision-line supervision-measures">
      <legend>{t.supervision.measures}</legend>
      <div>
        {rows.map((row) => (
          <div key={row.id} className="supervision-measure">
            <select
              className="input"
              aria-label={t.supervision.measure}
              value={row.kind}
              onChange={(event) => set(row.id, { kind: event.target.value })}
            >
              {kinds.map(({ kind, label }) => (
                <option key={kind} value={kind}>
                  {say(label)}
                </option>
              ))}
            </select>
            {row.kind === 'OTHER' && (
              <input
                className="input"
                aria-label={t.supervision.measureText}
                maxLength={100}
                value={row.text}
                onChange={(event) => set(row.id, { text: event.target.value })}
              />
            )}
            <input
              className="input"
              type="date"
              aria-label={`${t.supervision.due} ${nameOf(row.kind)}`}
              min={today}
              value={row.dueOn}
              onChange={(event) => set(row.id, { dueOn: event.target.value })}
            />
            <button
              type="button"
              className="icon-button"
              aria-label={t.supervision.removeMeasure(nameOf(row.kind))}
              onClick={() => onChange(rows.filter(({ id }) => id !== row.id))}
            >
              <Icon name="close" size={14} />
            </button>
          </div>
        ))}
        <button
          type="button"
          className="link-button"
          onClick={() => onChange([...rows, { id: next, kind: 'REPORT', text: '', dueOn: daysOn(today, 30) }])}
        >
          <Icon name="plus" size={14} />
          {t.supervision.addMeasure}
        </button>
        <p className="caption">{t.supervision.measuresHint}</p>
      </div>
    </fieldset>
  )
}
