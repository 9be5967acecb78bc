import { useLedger } from '../app/ledger.tsx'
import { useMembers } from '../filters/members.ts'
import type { Dimension } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'

/** Fields whose words can be chosen from a list, and the dimension that lists them. */
export const LISTED: Partial<Record<string, Dimension>> = {
  institution: 'INSTITUTION',
  category: 'CATEGORY',
  cause: 'CAUSE',
  lodgingChannel: 'LODGING_CHANNEL',
}

type MeaningProps = {
  field: string
  written: string
  proposals: readonly string[]
  value: string
  onChoose: (value: string) => void
  first?: boolean
}

/** The likeliest first, then all there are. Similarity only proposes: a person chooses. */
export function Meaning({ field, written, proposals, value, onChoose, first }: MeaningProps) {
  const { t, say } = useWords()
  const { ledger } = useLedger()
  const { members } = useMembers(LISTED[field] ?? null, ledger?.revision ?? 0)
  if (!LISTED[field]) return <>{t.imports.laterWord}</>
  const proposed = new Set(proposals)
  return (
    <select
      className="input meaning"
      aria-label={t.imports.meaningOf(written)}
      value={value}
      onChange={(event) => onChoose(event.target.value)}
      {...(first ? { 'data-first': true } : {})}
    >
      <option value="">{field === 'institution' ? t.imports.skipWord : t.imports.laterWord}</option>
      {proposals.length > 0 && (
        <optgroup label={t.imports.likely}>
          {proposals.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </optgroup>
      )}
      <optgroup label={t.imports.allOfThem}>
        {members
          .filter((member) => !proposed.has(member.label.zh))
          .map((member) => (
            <option key={member.key} value={member.label.zh}>
              {say(member.label)}
            </option>
          ))}
      </optgroup>
    </select>
  )
}
