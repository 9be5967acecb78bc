import { useState } from 'react'
import { useMutation } from 'urql'
import { usePerson } from '../../app/session.tsx'
import { useWords } from '../../text/text.tsx'
import { FailedLine } from '../../ui/states.tsx'
import { useAdminWords } from '../words.ts'
import { SetGrantEndDocument, type Grant } from './documents.ts'

/** What a grant says: role, place, days. */
export function useGrantWords(): (grant: Pick<Grant, 'role' | 'scope' | 'startsOn' | 'endsOn'>) => string {
  const { t, say, date } = useWords()
  const a = useAdminWords()
  return ({ role, scope, startsOn, endsOn }) => {
    const days = [startsOn && `${a.from} ${date(startsOn)}`, endsOn && `${a.to} ${date(endsOn)}`].filter(Boolean).join(' ')
    return [t.roles[role.toLowerCase()] ?? role, say(scope), days].filter(Boolean).join(' · ')
  }
}

/** One grant with its last day to be set; ending it at once sets the day before today. */
export function GrantLine({ grant, editable, onChanged }: { grant: Grant; editable: boolean; onChanged: () => void }) {
  const a = useAdminWords()
  const person = usePerson()
  const words = useGrantWords()(grant)
  const [endsOn, setEndsOn] = useState(grant.endsOn ?? '')
  const [{ error, fetching }, setEnd] = useMutation(SetGrantEndDocument)
  const set = async (day: string | null): Promise<void> => {
    const { error: failed } = await setEnd({ grant: grant.key, endsOn: day })
    if (failed) return
    setEndsOn(day ?? '')
    onChanged()
  }
  return (
    <li>
      <span className={grant.inForce ? undefined : 'admin-ended'}>
        {words} {!grant.inForce && <span className="tag">{a.users.ended}</span>}
        <span className="second"> {a.users.grantedBy(person(grant.grantedBy))}</span>
      </span>
      {editable && (
        <span className="admin-acts">
          <input
            className="input"
            type="date"
            style={{ width: 'auto' }}
            aria-label={a.users.extendOf(words)}
            value={endsOn}
            onChange={(event) => setEndsOn(event.target.value)}
          />
          <button
            type="button"
            className="button"
            aria-label={a.users.extendOf(words)}
            disabled={fetching || endsOn === (grant.endsOn ?? '')}
            onClick={() => void set(endsOn || null)}
          >
            {a.users.extend}
          </button>
          {grant.inForce && (
            <button
              type="button"
              className="button button-worse"
              aria-label={a.users.endOf(words)}
              title={a.users.endLine}
              disabled={fetching}
              onClick={() => void set(yesterday())}
            >
              {a.users.end}
            </button>
          )}
        </span>
      )}
      {error && <FailedLine error={error} />}
    </li>
  )
}

/** In the jurisdiction's calendar. */
function yesterday(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.now() - 86_400_000)
}
