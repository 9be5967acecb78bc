import { printed } from '../catalog/format.ts'
import { useWords } from '../text/text.tsx'
import type { Draft } from './draft.ts'

/** The columns of the file that are known and not kept, each with its reason; persons' columns first. */
export function NotKept({ draft }: { draft: Draft }) {
  const { t, say } = useWords()
  const columns = [...draft.notKept].sort((a, b) => Number(b.personal) - Number(a.personal))
  return (
    <details className="card columns">
      <summary>
        <h2>{t.imports.notKept}</h2>
        <span className="caption">{t.imports.notKeptHint(printed(columns.length))}</span>
      </summary>
      <dl className="pairs not-kept">
        {columns.map(({ column, personal, why }) => (
          <div key={column} className="pair">
            <dt>{column}</dt>
            <dd>
              {say(why)}
              {personal && <span className="second">{t.imports.personal}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
