import { useNavigate } from '@tanstack/react-router'
import { useLedger } from '../app/ledger.tsx'
import { useWords } from '../text/text.tsx'
import { grainsOf, splitsOf, type Choice } from './choice.ts'
import { TOP, TOPS, type TrendSearch } from './search.ts'

/** Metric, dimension, grain and how many lines: each stands in the address. */
export function TrendTools({ choice }: { choice: Choice }) {
  const { t, say } = useWords()
  const { catalog } = useLedger()
  const navigate = useNavigate()
  const set = (change: Partial<TrendSearch>): void =>
    void navigate({ to: '.', search: (before: TrendSearch) => ({ ...before, ...change, focus: undefined }) })
  if (!catalog) return null
  return (
    <>
      <Choose name={t.trends.metric} value={choice.metric.key} onChoose={(key) => set({ metric: key as TrendSearch['metric'] })}>
        {catalog.metrics.map((each) => [each.key, say(each.label)])}
      </Choose>
      <Choose
        name={t.trends.by}
        value={choice.dimension?.key ?? ''}
        onChoose={(key) => set({ by: (key || undefined) as TrendSearch['by'] })}
      >
        {[['', t.trends.undivided], ...splitsOf(catalog, choice.metric).map((each): [string, string] => [each.key, say(each.label)])]}
      </Choose>
      {choice.dimension && (
        <Choose
          name={t.trends.top}
          value={String(choice.top)}
          onChoose={(top) => set({ top: Number(top) === TOP ? undefined : Number(top) })}
        >
          {TOPS.map((each) => [String(each), t.trends.topOf(each)])}
        </Choose>
      )}
      <Choose name={t.trends.grain} value={choice.grain} onChoose={(key) => set({ grain: key as TrendSearch['grain'], span: undefined })}>
        {grainsOf(catalog).map((each) => [each.key, say(each.label)])}
      </Choose>
    </>
  )
}

type ChooseProps = { name: string; value: string; onChoose: (value: string) => void; children: [string, string][] }

function Choose({ name, value, onChoose, children }: ChooseProps) {
  return (
    <label className="trend-choice">
      <span>{name}</span>
      <select className="input" value={value} onChange={(event) => onChoose(event.target.value)}>
        {children.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}
