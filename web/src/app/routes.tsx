import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { auditSearch, calendarSearch, dictionarySearch, exposuresSearch, placesSearch } from '../admin/search.ts'
import { complaintSearch } from '../complaints/search.ts'
import { parseAddress, viewSearch, writeAddress } from '../filters/search.ts'
import { institutionsSearch, profileSearch } from '../institutions/search.ts'
import { rankingSearch } from '../rankings/search.ts'
import { repeatSearch } from '../repeats/search.ts'
import { one } from '../filters/search.ts'
import { returnSearch } from '../returns/search.ts'
import { trendSearch } from '../trends/search.ts'
import { supervisionSearch } from '../supervision/search.ts'
import { Broken, NotFound } from './Outside.tsx'
import { Shell } from './Shell.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Broken })

/** Pages inside the frame; who may see which stands in `pages.ts`. */
const frame = createRoute({ getParentRoute: () => root, id: 'frame', validateSearch: viewSearch, component: Shell })

const overview = createRoute({
  getParentRoute: () => frame,
  path: '/',
  validateSearch: viewSearch,
  component: lazyRouteComponent(() => import('../overview/OverviewPage.tsx'), 'OverviewPage'),
})
const trends = createRoute({
  getParentRoute: () => frame,
  path: '/trends',
  validateSearch: trendSearch,
  component: lazyRouteComponent(() => import('../trends/TrendsPage.tsx'), 'TrendsPage'),
})
const rankings = createRoute({
  getParentRoute: () => frame,
  path: '/rankings',
  validateSearch: rankingSearch,
  component: lazyRouteComponent(() => import('../rankings/RankingsPage.tsx'), 'RankingsPage'),
})
const complaints = createRoute({
  getParentRoute: () => frame,
  path: '/complaints',
  validateSearch: complaintSearch,
  component: lazyRouteComponent(() => import('../complaints/ComplaintsPage.tsx'), 'ComplaintsPage'),
})
const complaint = createRoute({
  getParentRoute: () => complaints,
  path: '$key',
  component: lazyRouteComponent(() => import('../complaints/ComplaintPanel.tsx'), 'ComplaintPanel'),
})
const institutions = createRoute({
  getParentRoute: () => frame,
  path: '/institutions',
  validateSearch: institutionsSearch,
  component: lazyRouteComponent(() => import('../institutions/InstitutionsPage.tsx'), 'InstitutionsPage'),
})
const institution = createRoute({
  getParentRoute: () => frame,
  path: '/institutions/$key',
  validateSearch: profileSearch,
  component: lazyRouteComponent(() => import('../institutions/ProfilePage.tsx'), 'ProfilePage'),
})
const register = createRoute({
  getParentRoute: () => frame,
  path: '/register',
  component: lazyRouteComponent(() => import('../registration/RegisterPage.tsx'), 'RegisterPage'),
})
const returns = createRoute({
  getParentRoute: () => frame,
  path: '/returns',
  validateSearch: returnSearch,
  component: lazyRouteComponent(() => import('../returns/ReturnsPage.tsx'), 'ReturnsPage'),
})
const oneReturn = createRoute({
  getParentRoute: () => frame,
  path: '/returns/$key',
  validateSearch: returnSearch,
  component: lazyRouteComponent(() => import('../returns/ReturnPage.tsx'), 'ReturnPage'),
})
const repeats = createRoute({
  getParentRoute: () => frame,
  path: '/repeats',
  validateSearch: repeatSearch,
  component: lazyRouteComponent(() => import('../repeats/RepeatsPage.tsx'), 'RepeatsPage'),
})
const supervision = createRoute({
  getParentRoute: () => frame,
  path: '/supervision',
  validateSearch: supervisionSearch,
  component: lazyRouteComponent(() => import('../supervision/SupervisionPage.tsx'), 'SupervisionPage'),
})
const imports = createRoute({
  getParentRoute: () => frame,
  path: '/imports',
  validateSearch: (raw: Record<string, unknown>): { batch?: string } => ({ batch: one(raw['batch']) }),
  component: lazyRouteComponent(() => import('../imports/ImportsPage.tsx'), 'ImportsPage'),
})
const draft = createRoute({
  getParentRoute: () => frame,
  path: '/imports/$draft',
  component: lazyRouteComponent(() => import('../imports/DraftPage.tsx'), 'DraftPage'),
})
const dictionary = createRoute({
  getParentRoute: () => frame,
  path: '/dictionary',
  component: lazyRouteComponent(() => import('../dictionary/DictionaryPage.tsx'), 'DictionaryPage'),
})
const admin = createRoute({
  getParentRoute: () => frame,
  path: '/admin',
  validateSearch: viewSearch,
  component: lazyRouteComponent(() => import('../admin/AdminPage.tsx'), 'AdminPage'),
})
const adminUsers = createRoute({
  getParentRoute: () => admin,
  path: '/users',
  component: lazyRouteComponent(() => import('../admin/users/UsersSection.tsx'), 'UsersSection'),
})
const adminInstitutions = createRoute({
  getParentRoute: () => admin,
  path: '/institutions',
  validateSearch: placesSearch,
  component: lazyRouteComponent(() => import('../admin/institutions/InstitutionsSection.tsx'), 'InstitutionsSection'),
})
const adminInstitution = createRoute({
  getParentRoute: () => admin,
  path: '/institutions/$key',
  component: lazyRouteComponent(() => import('../admin/institutions/RecordSection.tsx'), 'RecordSection'),
})
const adminExposures = createRoute({
  getParentRoute: () => admin,
  path: '/exposures',
  validateSearch: exposuresSearch,
  component: lazyRouteComponent(() => import('../admin/exposures/ExposuresSection.tsx'), 'ExposuresSection'),
})
const adminDictionaries = createRoute({
  getParentRoute: () => admin,
  path: '/dictionaries',
  validateSearch: dictionarySearch,
  component: lazyRouteComponent(() => import('../admin/dictionaries/DictionariesSection.tsx'), 'DictionariesSection'),
})
const adminSettings = createRoute({
  getParentRoute: () => admin,
  path: '/settings',
  component: lazyRouteComponent(() => import('../settings/SettingsPage.tsx'), 'SettingsPage'),
})
const adminCalendar = createRoute({
  getParentRoute: () => admin,
  path: '/calendar',
  validateSearch: calendarSearch,
  component: lazyRouteComponent(() => import('../admin/calendar/CalendarSection.tsx'), 'CalendarSection'),
})
const adminMonths = createRoute({
  getParentRoute: () => admin,
  path: '/months',
  component: lazyRouteComponent(() => import('../admin/months/MonthsSection.tsx'), 'MonthsSection'),
})
const adminAudit = createRoute({
  getParentRoute: () => admin,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('../admin/audit/AuditSection.tsx'), 'AuditSection'),
})
/** Where the settings stood before they became a part of the administration: links to them keep working. */
const settings = createRoute({
  getParentRoute: () => frame,
  path: '/settings',
  validateSearch: viewSearch,
  beforeLoad: ({ search }) => {
    throw redirect({ to: '/admin/settings', search, replace: true })
  },
})
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (raw: Record<string, unknown>): { next?: string } => ({ next: one(raw['next']) }),
  component: lazyRouteComponent(() => import('../signin/SignInPage.tsx'), 'SignInPage'),
})
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('../signin/SetupPage.tsx'), 'SetupPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    frame.addChildren([
      overview,
      trends,
      rankings,
      complaints.addChildren([complaint]),
      institutions,
      institution,
      register,
      repeats,
      returns,
      oneReturn,
      supervision,
      imports,
      draft,
      dictionary,
      admin.addChildren([
        adminUsers,
        adminInstitutions,
        adminInstitution,
        adminExposures,
        adminDictionaries,
        adminSettings,
        adminCalendar,
        adminMonths,
        adminAudit,
      ]),
      settings,
    ]),
    signIn,
    setup,
  ]),
  parseSearch: parseAddress,
  stringifySearch: writeAddress,
  defaultPreload: 'intent',
  // A page that fails leaves the frame standing.
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
