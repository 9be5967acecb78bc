import { Link, Navigate, Outlet, useLocation } from '@tanstack/react-router'
import { keptSearch } from '../app/kept.ts'
import { NotAllowed } from '../app/Outside.tsx'
import { useMay } from '../app/session.tsx'
import { SECTIONS } from './sections.ts'
import { useAdminWords } from './words.ts'
import './admin.css'

/** The frame of everything that an office keeps in order; who may see which part stands in `sections.ts`. */
export function AdminPage() {
  const a = useAdminWords()
  const may = useMay()
  const { pathname } = useLocation()
  const sections = SECTIONS.filter((each) => may(each.permission))
  const here = SECTIONS.find((each) => pathname.startsWith(each.path))
  const [first] = sections
  if (!here && first) return <Navigate to={first.path} search={keptSearch} replace />
  return (
    <div className="admin">
      <nav className="admin-tabs" aria-label={a.nav}>
        {sections.map((each) => (
          <Link
            key={each.name}
            to={each.path}
            search={keptSearch}
            className="admin-tab"
            aria-current={each.name === here?.name ? 'page' : undefined}
          >
            {a.sections[each.name]}
          </Link>
        ))}
      </nav>
      {here && may(here.permission) ? <Outlet /> : <NotAllowed />}
    </div>
  )
}
