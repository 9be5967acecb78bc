import { useState, type FormEvent } from 'react'
import { useMutation } from 'urql'
import { failureOf } from '../app/failure.ts'
import { graphql } from '../gql/index.ts'
import { useWords } from '../text/text.tsx'
import { FailedLine } from '../ui/states.tsx'

export const SignInDocument = graphql(`
  mutation SignIn($name: String!, $password: String!) {
    signIn(name: $name, password: $password) {
      viewer {
        name
      }
    }
  }
`)

/** Name and password; `onDone` hears who signed in. */
export function SignInForm({ name: known, onDone }: { name?: string; onDone: (name: string) => void }) {
  const { t } = useWords()
  const [name, setName] = useState(known ?? '')
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState(false)
  const [{ error, fetching }, signIn] = useMutation(SignInDocument)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const complete = name.trim() !== '' && password !== ''
    setMissing(!complete)
    if (!complete) return
    const { data } = await signIn({ name: name.trim(), password })
    const viewer = data?.signIn?.viewer
    if (viewer) onDone(viewer.name)
  }
  const wrong = error && ['UNAUTHENTICATED', 'BAD_USER_INPUT', 'FORBIDDEN'].includes(failureOf(error).code) && !failureOf(error).sentence
  return (
    <form className="sign-in-form" onSubmit={(event) => void submit(event)} noValidate>
      <label className="field">
        <span>{t.signIn.name}</span>
        <input
          className="input"
          name="username"
          autoComplete="username"
          value={name}
          autoFocus={!known}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label className="field">
        <span>{t.signIn.password}</span>
        <input
          className="input"
          name="password"
          type="password"
          autoComplete="current-password"
          value={password}
          autoFocus={Boolean(known)}
          data-first={known ? true : undefined}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      {missing && (
        <p className="field-problem" role="alert">
          {t.signIn.missing}
        </p>
      )}
      {wrong && (
        <p className="field-problem" role="alert">
          {t.signIn.wrong}
        </p>
      )}
      {error && !wrong && <FailedLine error={error} />}
      <button type="submit" className="button button-filled" disabled={fetching}>
        {fetching ? t.signIn.submitting : t.signIn.submit}
      </button>
    </form>
  )
}
