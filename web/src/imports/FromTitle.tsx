import { useWords } from '../text/text.tsx'
import type { Draft } from './draft.ts'

/** Says which of every row's values no column holds: a title above the headings does. */
export function FromTitle({ draft }: { draft: Draft }) {
  const { t, say } = useWords()
  return (
    <div className="notice">
      <span>
        {t.imports.fromTitle}
        {draft.fromTitle.map(({ column, value }) => `${say(column)} ${value}`).join(t.filters.join)}
      </span>
    </div>
  )
}
