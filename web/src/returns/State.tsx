import type { ReturnState } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'

/** Whether a return adds up, in a word and a colour. */
export function State({ state, discrepancies }: { state: ReturnState; discrepancies: number }) {
  const { t } = useWords()
  if (state === 'DISCREPANCIES') return <span className="tag tag-worse">≠ {t.returns.unbalanced(discrepancies)}</span>
  return <span className={state === 'MISSING' ? 'tag tag-warn' : 'tag tag-better'}>{t.returns.states[state]}</span>
}
