import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMay } from '../app/session.tsx'
import { rowsSearch, toldSearch, type RowsOf } from './rows.ts'
import type { Scope } from './scope.ts'

type RowsLinkProps = RowsOf & { scope: Scope; className?: string; children: ReactNode }

/** A number that opens the rows behind it; plain text for whoever may not list complaints. */
export function RowsLink({ scope, className, children, ...rows }: RowsLinkProps) {
  const may = useMay()
  const told = toldSearch(scope, rows)
  const shown = className ? `plain-link ${className}` : 'plain-link'
  if (told && may(told.show === 'assessments' ? 'assessment:read' : 'return:read')) {
    return (
      <Link to="/returns" search={told} className={shown}>
        {children}
      </Link>
    )
  }
  if (told || !may('complaint:read')) return <span className={className}>{children}</span>
  return (
    <Link to="/complaints" search={rowsSearch(scope, rows)} className={shown}>
      {children}
    </Link>
  )
}
