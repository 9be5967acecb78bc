import { useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { useMay, usePerson } from '../../app/session.tsx'
import { useWords } from '../../text/text.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Scroll } from '../../ui/Scroll.tsx'
import { Blank, Failed, FailedLine } from '../../ui/states.tsx'
import { SectionHead } from '../parts.tsx'
import { useAdminWords } from '../words.ts'
import { UsersDocument, WithdrawInvitationDocument, type Invitation, type User } from './documents.ts'
import { useGrantWords } from './GrantLine.tsx'
import { InviteDialog } from './InviteDialog.tsx'
import { UserDialog } from './UserDialog.tsx'

/** Who may sign in, under which grants; links that nobody has used yet. */
export function UsersSection() {
  const a = useAdminWords()
  const may = useMay()
  const [{ data, error }, ask] = useQuery({ query: UsersDocument, requestPolicy: 'cache-and-network' })
  const [inviting, setInviting] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const again = (): void => ask({ requestPolicy: 'network-only' })
  const user = data?.users?.find((each) => each.name === chosen)
  return (
    <>
      <SectionHead title={a.sections.users} line={a.users.line}>
        {may('user:write') && (
          <button type="button" className="button button-filled" onClick={() => setInviting(true)}>
            <Icon name="plus" />
            {a.users.invite}
          </button>
        )}
      </SectionHead>
      {error && !data?.users && <Failed error={error} retry={again} />}
      {!error && !data?.users && <Blank height={320} />}
      {data?.users && <UserTable users={data.users} onChoose={setChosen} />}
      {data?.invitations && data.invitations.length > 0 && <Invitations invitations={data.invitations} onChanged={again} />}
      {inviting && (
        <InviteDialog
          onClose={() => {
            setInviting(false)
            again()
          }}
        />
      )}
      {user && <UserDialog user={user} onChanged={again} onClose={() => setChosen(null)} />}
    </>
  )
}

function UserTable({ users, onChoose }: { users: User[]; onChoose: (name: string) => void }) {
  const { say, instant } = useWords()
  const a = useAdminWords()
  const grantWords = useGrantWords()
  return (
    <Scroll label={a.sections.users} className="card">
      <table className="rows admin-table">
        <thead>
          <tr>
            <th scope="col">{a.users.user}</th>
            <th scope="col">{a.users.grants}</th>
            <th scope="col">{a.users.lastSignIn}</th>
            <th scope="col" className="num">
              {a.users.sessions}
            </th>
            <th scope="col">{a.users.state}</th>
            <th scope="col">
              <span className="hidden-text">{a.users.manage}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <tr key={user.name}>
              <th scope="row">
                {say(user.displayName)} {user.oneself && <span className="tag">{a.users.you}</span>}
                <span className="second">{user.name}</span>
              </th>
              <td>
                <ul className="admin-lines">
                  {user.grants.map((grant) => (
                    <li key={grant.key} className={grant.inForce ? undefined : 'admin-ended'}>
                      {grantWords(grant)} {!grant.inForce && <span className="tag">{a.users.ended}</span>}
                    </li>
                  ))}
                </ul>
              </td>
              <td>{user.lastSignInAt ? instant(user.lastSignInAt, true) : a.users.never}</td>
              <td className="num">{user.sessions}</td>
              <td>
                <State user={user} />
              </td>
              <td className="acts">
                <button
                  type="button"
                  className="button"
                  aria-label={a.users.manageOf(say(user.displayName))}
                  onClick={() => onChoose(user.name)}
                >
                  {a.users.manage}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function State({ user }: { user: User }) {
  const a = useAdminWords()
  if (user.disabled) return <span className="tag tag-worse">{a.users.disabled}</span>
  return user.hasPassword ? a.users.active : a.users.noPassword
}

function Invitations({ invitations, onChanged }: { invitations: Invitation[]; onChanged: () => void }) {
  const { t, say, instant } = useWords()
  const person = usePerson()
  const a = useAdminWords()
  const may = useMay()
  const [{ error }, withdraw] = useMutation(WithdrawInvitationDocument)
  const purpose = ({ role, user, scope }: Invitation): string =>
    user ? a.users.passwordOf(user) : [a.users.newUser, t.roles[(role ?? '').toLowerCase()], say(scope)].filter(Boolean).join(' · ')
  return (
    <section className="card" aria-label={a.users.links}>
      <header className="card-head">
        <h2>{a.users.links}</h2>
      </header>
      {error && <FailedLine error={error} />}
      <Scroll label={a.users.links}>
        <table className="rows admin-table">
          <thead>
            <tr>
              <th scope="col">{a.users.linkFor}</th>
              <th scope="col">{a.users.madeBy}</th>
              <th scope="col">{a.users.until}</th>
              <th scope="col">
                <span className="hidden-text">{a.users.withdraw}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {invitations.map((each) => (
              <tr key={each.key}>
                <th scope="row">{purpose(each)}</th>
                <td>{person(each.createdBy) || a.none}</td>
                <td>{instant(each.expiresAt, true)}</td>
                <td className="acts">
                  {may('user:write') && (
                    <button
                      type="button"
                      className="button"
                      aria-label={a.users.withdrawOf(purpose(each))}
                      onClick={() => void withdraw({ key: each.key }).then((done) => !done.error && onChanged())}
                    >
                      {a.users.withdraw}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}
