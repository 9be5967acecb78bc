import { printed } from '../catalog/format.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import type { Draft } from './draft.ts'

const MOST = 200

/** What the file would change in records that are there already, value by value. */
export function Changes({ draft }: { draft: Draft }) {
  const { t } = useWords()
  return (
    <section className="card" aria-label={t.imports.changes}>
      <header className="card-head">
        <h2>{t.imports.changes}</h2>
      </header>
      <Scroll label={t.imports.changes}>
        <table className="rows">
          <thead>
            <tr>
              <th scope="col" className="num">
                {t.imports.row}
              </th>
              <th scope="col">{t.imports.column}</th>
              <th scope="col">{t.imports.before}</th>
              <th scope="col">{t.imports.inFile}</th>
            </tr>
          </thead>
          <tbody>
            {draft.changes.slice(0, MOST).map((each, place) => (
              <tr key={place}>
                <th scope="row" className="num">
                  {each.row}
                </th>
                <td>{each.column}</td>
                <td className="raw">{each.before ?? t.imports.emptyCell}</td>
                <td className="raw">{each.after ?? t.imports.emptyCell}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}

/** Sums that the file states and that its rows do not give; they stop nothing. */
export function StatedSums({ draft }: { draft: Draft }) {
  const { t } = useWords()
  return (
    <section className="card" aria-label={t.imports.sums}>
      <header className="card-head">
        <h2>{t.imports.sums}</h2>
        <span className="caption">{t.imports.sumsHint}</span>
      </header>
      <Scroll label={t.imports.sums}>
        <table className="rows">
          <thead>
            <tr>
              <th scope="col" className="num">
                {t.imports.row}
              </th>
              <th scope="col">{t.imports.value}</th>
              <th scope="col" className="num">
                {t.imports.statedCount}
              </th>
              <th scope="col" className="num">
                {t.imports.computedCount}
              </th>
              <th scope="col" className="num">
                {t.imports.statedAmount}
              </th>
              <th scope="col" className="num">
                {t.imports.computedAmount}
              </th>
            </tr>
          </thead>
          <tbody>
            {draft.stated
              .filter((sum) => sum.differs)
              .map((sum) => (
                <tr key={`${sum.sheet} ${sum.row}`}>
                  <th scope="row" className="num">
                    {sum.row}
                  </th>
                  <td className="raw">{sum.label}</td>
                  <td className="num">{sum.statedCount == null ? t.figures.none : printed(sum.statedCount)}</td>
                  <td className="num">{printed(sum.computedCount)}</td>
                  <td className="num">{sum.statedAmountYuan ?? t.figures.none}</td>
                  <td className="num">{sum.computedAmountYuan}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}
