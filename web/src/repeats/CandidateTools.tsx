import { useNavigate } from '@tanstack/react-router'
import type { Ledger } from '../app/ledger.tsx'
import { useMembers } from '../filters/members.ts'
import { periodWords } from '../filters/period.ts'
import type { Register } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { EVIDENCE, type RepeatSearch } from './search.ts'

/** Which candidates: of a period, an institution, with some evidence, in which register. */
export function CandidateTools({ ledger, search }: { ledger: Ledger; search: RepeatSearch }) {
  const { t, say, language } = useWords()
  const navigate = useNavigate()
  const { members } = useMembers('INSTITUTION', ledger.revision)
  const set = (change: Partial<RepeatSearch>): void =>
    void navigate({ to: '/repeats', search: (before: RepeatSearch) => ({ ...before, ...change }), replace: true })
  const institutions = members.filter((member) => !(member.key in t.filters.made))
  return (
    <div className="repeat-tools">
      <Choice label={t.repeats.period} value={search.when ?? ''} onChange={(when) => set({ when: when || undefined })}>
        <option value="">{t.repeats.allPeriods}</option>
        {periodsOf(ledger).map((period) => (
          <option key={period} value={period}>
            {periodWords(period, language)}
          </option>
        ))}
      </Choice>
      <Choice label={t.repeats.institution} value={search.who ?? ''} onChange={(who) => set({ who: who || undefined })}>
        <option value="">{t.repeats.allInstitutions}</option>
        {search.who && institutions.every(({ key }) => key !== search.who) && <option value={search.who}>{search.who}</option>}
        {institutions.map(({ key, label }) => (
          <option key={key} value={key}>
            {say(label)}
          </option>
        ))}
      </Choice>
      <Choice
        label={t.repeats.evidence}
        value={search.evidence ?? ''}
        onChange={(value) => set({ evidence: EVIDENCE.find((each) => each === value) })}
      >
        <option value="">{t.repeats.allEvidence}</option>
        {EVIDENCE.map((each) => (
          <option key={each} value={each}>
            {t.repeats.evidenceOf[each]}
          </option>
        ))}
      </Choice>
      <Choice
        label={t.repeats.register}
        value={search.register ?? 'REGULATOR'}
        onChange={(value) => set({ register: value === 'REGULATOR' ? undefined : (value as Register) })}
      >
        {Object.entries(t.filters.registerOf).map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </Choice>
    </div>
  )
}

type ChoiceProps = { label: string; value: string; onChange: (value: string) => void; children: React.ReactNode }

function Choice({ label, value, onChange, children }: ChoiceProps) {
  return (
    <label className="inline-field">
      <span>{label}</span>
      <select className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
    </label>
  )
}

/** Years and their quarters that the ledger has anything of, the latest first. */
function periodsOf({ firstMonth, lastMonth }: Ledger): string[] {
  if (!firstMonth || !lastMonth) return []
  const quarterOf = (month: string): number => Number(month.slice(0, 4)) * 4 + Math.floor((Number(month.slice(5, 7)) - 1) / 3)
  const [first, last] = [quarterOf(firstMonth), quarterOf(lastMonth)]
  const periods: string[] = []
  for (let quarter = last; quarter >= first; quarter -= 1) {
    const year = Math.floor(quarter / 4)
    if (quarter === last || quarter % 4 === 3) periods.push(String(year))
    periods.push(`${year}Q${(quarter % 4) + 1}`)
  }
  return periods
}
