import { useState } from 'react'
import { useLedger } from '../../app/ledger.tsx'
import { useMembers } from '../../filters/members.ts'
import type { Role } from '../../gql/graphql.ts'
import { useWords } from '../../text/text.tsx'
import { SelectField, TextField } from '../parts.tsx'
import { useAdminWords } from '../words.ts'

const ROLES: readonly Role[] = ['CLERK', 'SUPERVISOR', 'LIAISON', 'BOARD', 'AUDITOR', 'UNMASK', 'ADMIN']
/** Those who belong to an institution. */
const OF_INSTITUTIONS: readonly Role[] = ['LIAISON', 'BOARD']

export type GrantEntry = { role: Role; region: string; institution: string; startsOn: string; endsOn: string }

export function useGrantEntry() {
  const { ledger } = useLedger()
  const [entry, setEntry] = useState<GrantEntry>({ role: 'CLERK', region: '', institution: '', startsOn: '', endsOn: '' })
  const ofInstitution = OF_INSTITUTIONS.includes(entry.role)
  const region = entry.region || (ledger?.jurisdiction.key ?? '')
  return {
    entry: { ...entry, region },
    ofInstitution,
    set: (part: Partial<GrantEntry>) => setEntry({ ...entry, ...part }),
    clear: () => setEntry({ role: 'CLERK', region: '', institution: '', startsOn: '', endsOn: '' }),
    /** As the API takes it. */
    asked: {
      role: entry.role,
      region: ofInstitution ? null : region,
      institution: ofInstitution ? entry.institution : null,
      startsOn: entry.startsOn || null,
      endsOn: entry.endsOn || null,
    },
  }
}

type Entry = ReturnType<typeof useGrantEntry>

/** Role, place and days of a grant. */
export function GrantFields({ grant: { entry, ofInstitution, set } }: { grant: Entry }) {
  const { t, say } = useWords()
  const a = useAdminWords()
  const { ledger, jurisdictions } = useLedger()
  const { members } = useMembers(ofInstitution ? 'INSTITUTION' : null, ledger?.revision ?? 0)
  return (
    <>
      <div className="admin-pair">
        <SelectField
          label={a.users.role}
          value={entry.role}
          onChange={(role) => set({ role: role as Role })}
          options={ROLES.map((role) => [role, t.roles[role.toLowerCase()] ?? role] as const)}
        />
        {ofInstitution ? (
          <SelectField
            label={a.users.institution}
            value={entry.institution}
            onChange={(institution) => set({ institution })}
            options={[
              ['', a.users.chooseInstitution],
              ...members.filter(isInstitution).map(({ key, label }) => [key, say(label)] as const),
            ]}
          />
        ) : (
          <SelectField
            label={a.users.region}
            value={entry.region}
            onChange={(region) => set({ region })}
            options={jurisdictions.map(({ key, label }) => [key, say(label)] as const)}
          />
        )}
      </div>
      <div className="admin-pair">
        <TextField type="date" label={a.users.startsOn} value={entry.startsOn} onChange={(startsOn) => set({ startsOn })} />
        <TextField type="date" label={a.users.endsOn} value={entry.endsOn} onChange={(endsOn) => set({ endsOn })} />
      </div>
    </>
  )
}

function isInstitution({ key }: { key: string }): boolean {
  return key !== 'OUTSIDE_RANKING'
}
