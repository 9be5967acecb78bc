import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import { useMay } from '../app/session.tsx'
import { useWords } from '../text/text.tsx'
import type { Figure, Judgement } from './documents.ts'

export type Place = { jurisdiction?: string | undefined; revision?: number | undefined }

/** A figure that opens what it was made of: the rows that it counts, a ranking, the assessments. */
export function FigureLink({ figure: { opens }, place, children }: { figure: Figure; place: Place; children: ReactNode }) {
  const may = useMay()
  if (!opens) return <>{children}</>
  const kept = { ...place, period: opens.period }
  if (opens.page === 'RANKINGS') {
    if (!may('analytics:read')) return <>{children}</>
    return (
      <Link to="/rankings" search={{ ...kept, ...(opens.group ? { tab: opens.group } : {}) }} className="supervision-figure">
        {children}
      </Link>
    )
  }
  if (opens.page === 'ASSESSMENTS') {
    if (!may('assessment:read')) return <>{children}</>
    return (
      <Link to="/returns" search={{ ...kept, show: 'assessments' }} className="supervision-figure">
        {children}
      </Link>
    )
  }
  if (!may('complaint:read') || !opens.metric) return <>{children}</>
  const rows = {
    ...kept,
    metric: opens.metric,
    ...(opens.part && opens.part !== 'VALUE' ? { part: opens.part } : {}),
    ...(opens.institution ? { institution: [opens.institution] } : {}),
    ...(opens.group ? { group: [opens.group] } : {}),
  }
  return (
    <Link to="/complaints" search={rows} className="supervision-figure">
      {children}
    </Link>
  )
}

/** A judgement's sentence with its figures as links. */
export function Sentence({ judgement: { pattern, figures }, place }: { judgement: Judgement; place: Place }) {
  const { say } = useWords()
  return (
    <>
      {say(pattern)
        .split(/(\{[A-Z_]+\})/)
        .map((part, at) => {
          const figure = figures.find(({ name }) => `{${name}}` === part)
          if (!figure) return <Fragment key={at}>{part}</Fragment>
          return (
            <FigureLink key={at} figure={figure} place={place}>
              <b>{figure.shown}</b>
            </FigureLink>
          )
        })}
    </>
  )
}
