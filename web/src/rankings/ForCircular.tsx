import { useMay } from '../app/session.tsx'
import { Told } from '../exports/Told.tsx'
import { useWriter } from '../exports/writing.ts'
import type { MetricQuery } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'

/** The ranking as it is published, of all groups at once, in one workbook that prints on A4. */
export function ForCircular({ query }: { query: MetricQuery }) {
  const { t, language } = useWords()
  const may = useMay()
  const writer = useWriter(language)
  if (!may('figure:export')) return null
  const busy = writer.state.step === 'writing'
  return (
    <section className="card for-circular" aria-label={t.rankings.forCircular}>
      <header className="card-head">
        <h2>{t.rankings.forCircular}</h2>
      </header>
      <p className="second">{t.rankings.forCircularText}</p>
      <p>
        <button
          type="button"
          className="button button-filled"
          disabled={busy}
          onClick={() => void writer.write({ ranking: query, name: t.rankings.forCircular }, 'XLSX')}
        >
          <Icon name="export" />
          {busy ? t.exports.working : t.rankings.forCircularButton}
        </button>
      </p>
      <Told writer={writer} />
    </section>
  )
}
