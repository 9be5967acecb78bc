import { createContext, useContext } from 'react'

/** Whether the session ran out under an open page, and what follows a sign-in. */
export type Expired = {
  expired: boolean
  /** The same viewer signed in again: the page goes on as it stands. */
  renewed: () => void
  /** Another viewer signed in, or out: everything is asked anew. */
  changedViewer: () => void
}

export const ExpiredContext = createContext<Expired>({ expired: false, renewed: () => {}, changedViewer: () => {} })

export const useExpired = (): Expired => useContext(ExpiredContext)
