import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMay } from '../app/session.tsx'
import { rowsSearch, type RowsOf } from './rows.ts'
import type { Scope } from './scope.ts'

type RowsLinkProps = RowsOf & { scope: Scope; className?: string; children: ReactNode }

/** A number that opens the rows behind it; plain text for whoever may not list complaints. */
export function RowsLink({ scope, className, children, ...rows }: RowsLinkProps) {
  const may = useMay()
  if (!may('complaint:read')) return <span className={className}>{children}</span>
  return (
    <Link
      to="/complaints"
      search={rowsSearch(scope, rows)}

      className={className ? `plain-link ${className}` : 'plain-link'}
    >
      {children}
    </Link>
  )
}
