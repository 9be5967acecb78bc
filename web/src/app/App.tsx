import { RouterProvider } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { Provider } from 'urql'
import { createClient } from './client.ts'
import { ExpiredContext } from './expired.ts'
import { router } from './routes.tsx'
import { SessionProvider } from './session.tsx'

export function App() {
  const [expired, setExpired] = useState(false)
  const [epoch, setEpoch] = useState(0)
  // A new viewer must not see what the cache holds of the one before: each sign-in starts with a fresh client.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const client = useMemo(() => createClient(() => setExpired(true)), [epoch])
  const state = useMemo(
    () => ({
      expired,
      renewed: () => setExpired(false),
      changedViewer: () => {
        setExpired(false)
        setEpoch((before) => before + 1)
      },
    }),
    [expired],
  )
  return (
    <Provider value={client}>
      <ExpiredContext value={state}>
        <SessionProvider key={epoch}>
          <RouterProvider router={router} />
        </SessionProvider>
      </ExpiredContext>
    </Provider>
  )
}
