import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMay } from '../app/session.tsx'
import type { ComplaintSearch } from '../complaints/search.ts'

/** A figure that opens its rows where it has some and the viewer may list them. */
export function MaybeRows({ search, children }: { search: ComplaintSearch | null; children: ReactNode }) {
  const may = useMay()
  if (!search || !may('complaint:read')) return <>{children}</>
  return (
    <Link to="/complaints" search={search} className="plain-link">
      {children}
    </Link>
  )
}
