import { printed, signed } from '../catalog/format.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import type { OneReturn } from './documents.ts'

/** Every figure that does not add up: where, what is stated, what it comes to. */
export function Problems({ one }: { one: OneReturn }) {
  const { t } = useWords()
  return (
    <section className="card" aria-label={t.returns.problems}>
      <header className="card-head">
        <h2>{t.returns.problems}</h2>
        <span className="caption">{t.returns.problemsHint}</span>
      </header>
      <Scroll label={t.returns.problems}>
        <table className="rows return-problems">
          <thead>
            <tr>
              <th scope="col">{t.returns.where}</th>
              <th scope="col" className="num">
                {t.returns.stated}
              </th>
              <th scope="col" className="num">
                {t.returns.comes}
              </th>
              <th scope="col" className="num">
                {t.returns.difference}
              </th>
              <th scope="col">{t.imports.problem}</th>
            </tr>
          </thead>
          <tbody>
            {one.problems.map((each, place) => (
              <Problem key={place} each={each} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}

function Problem({ each }: { each: OneReturn['problems'][number] }) {
  const { t, say } = useWords()
  const share = each.kind === 'SHARE'
  const unexplained = !share && each.kind !== 'NOT_PUBLISHED' && each.difference > 0
  return (
    <tr>
      <th scope="row">
        {[each.row, each.column].filter(Boolean).join(' · ')}
        <span className="second">
          {[each.sheet, each.cell].filter(Boolean).join(' ')} {each.kind === 'TOTALS' && t.returns.by(say(each.breakdown))}
        </span>
      </th>
      <td className="num">{each.written}</td>
      <td className="num">
        <b>{share ? `${printed(each.computed, 1)}%` : printed(each.computed)}</b>
      </td>
      <td className="num">{share ? t.returns.points(signed(each.difference, 1)) : signed(each.difference)}</td>
      <td>
        {t.returns.kinds[each.kind]}
        {unexplained && <span className="second">{t.returns.unexplained(printed(each.difference))}</span>}
        {share && each.ofPlaced !== null && each.ofPlaced !== undefined && (
          <span className="second">{t.returns.ofPlaced(`${printed(each.ofPlaced, 1)}%`)}</span>
        )}
      </td>
    </tr>
  )
}
